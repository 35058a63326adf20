package io.interp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.HostArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryAndDeterminismTest {

    private static final int MIB = 1 << 18; // floats

    @Test
    void workThatCleansUpIsFlat() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThatCode(() -> LeakAssertions.flat(
                            manager,
                            () -> {
                                try (NDManager scope = manager.newSubManager()) {
                                    scope.ones(new Shape(4, MIB)).add(1);
                                }
                            },
                            5,
                            20))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void anArrayLeftOnTheManagerIsNoticed() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThatThrownBy(() -> LeakAssertions.flat(manager, () -> manager.create(1f), 2, 3))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("held 2 arrays before and 5 after");
        }
    }

    @Test
    void memoryNoManagerKnowsOfIsNoticed() {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "the system tells resident memory");
        try (NDManager manager = NDManager.newBaseManager();
                NDManager hidden = NDManager.newBaseManager()) {
            // The warm-up uses up what tests before this one have freed: 240 MiB, then 40 in a round.
            assertThatThrownBy(() -> LeakAssertions.flat(manager, () -> hidden.ones(new Shape(8, MIB)), 30, 5, 16))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("MiB");
        }
    }

    @Test
    void equalBytesPassAndOthersAreNamed() {
        DeterminismAssertions.sameBytes(() -> Map.of("a", HostArray.of(new float[] {1, Float.NaN}, 2)));
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> DeterminismAssertions.sameBytes(() ->
                        Map.of("a", HostArray.of(new double[] {0, 0, calls.getAndIncrement()}, 3))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'a'")
                .hasMessageContaining("element 2");
        // Minus zero equals zero as a number, but not as bytes.
        assertThatThrownBy(() -> DeterminismAssertions.sameBytes(() ->
                        Map.of("a", HostArray.of(new float[] {calls.getAndIncrement() % 2 == 0 ? 0f : -0f}, 1))))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> DeterminismAssertions.sameBytes(
                        () -> Map.of("a" + calls.getAndIncrement(), HostArray.of(new float[] {1}, 1))))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> DeterminismAssertions.sameBytes(
                        () -> Map.of("a", HostArray.of(new float[calls.getAndIncrement()], calls.get() - 1))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("in the second");
    }

    @Test
    void aFailureOfTheSecondRunIsHandedOn() {
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> DeterminismAssertions.sameBytes(() -> {
                    if (calls.getAndIncrement() == 1) {
                        throw new IllegalStateException("only once");
                    }
                    return Map.of();
                }))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("only once");
    }

    @Test
    void refusesBadCounts() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThatIllegalArgumentException().isThrownBy(() -> LeakAssertions.flat(manager, () -> {}, 0, 0));
        }
    }
}
