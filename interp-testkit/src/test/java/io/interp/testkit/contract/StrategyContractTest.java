package io.interp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Strategy;
import io.interp.core.block.Dcgan;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.GradScope;
import io.interp.testkit.PlantedGenerator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each promise of the contract is broken by some strategy here, and the contract must notice. */
class StrategyContractTest {

    private static final AtomicInteger CALLS = new AtomicInteger();

    private record Broken(String name, Function<Gan, float[]> work) implements Strategy<float[]> {
        @Override
        public float[] apply(Gan gan) {
            return work.apply(gan);
        }
    }

    private static StrategyContract<float[]> contract(String name, Function<Gan, float[]> work) {
        return new StrategyContract<>() {
            @Override
            protected Strategy<float[]> strategy() {
                return new Broken(name, work);
            }

            @Override
            protected Gan gan(NDManager manager) {
                return Gan.of(PlantedGenerator.of(2, 4).generator(manager));
            }

            @Override
            protected Gan unsuitableGan(NDManager manager) {
                return Gan.of(new Dcgan(4, 8, 1, 4, 4).generator(manager, 0));
            }

            @Override
            protected Map<String, HostArray> view(float[] result) {
                return Map.of("numbers", HostArray.of(result, result.length));
            }
        };
    }

    private static float[] nothing(Gan gan) {
        return new float[] {gan.generator().layers().size()};
    }

    private static void caught(Runnable test, String says) {
        assertThatThrownBy(test::run).isInstanceOf(AssertionError.class).hasMessageContaining(says);
    }

    @Test
    void noticesABadName() {
        caught(contract("Mean Activation", StrategyContractTest::nothing)::nameIsLowerCase, "Mean Activation");
    }

    @Test
    void noticesNumbersThatChange() {
        caught(
                contract("drift", gan -> new float[] {1, CALLS.incrementAndGet()})::sameSeedSameBytes,
                "first at element 1");
        caught(contract("empty", gan -> new float[0])::sameSeedSameBytes, "must show something");
    }

    @Test
    void noticesAChangedGan() {
        caught(
                contract("spoiler", gan -> {
                    try (GradScope off = GradScope.off()) {
                        NDArray weight =
                                gan.generator().parameters().values().iterator().next();
                        weight.muli(2);
                    }
                    return nothing(gan);
                })::leavesTheGanUnchanged,
                "fingerprints");
    }

    @Test
    void noticesArraysLeftBehind() {
        caught(
                contract("leak", gan -> {
                    gan.generator().latents().sample(gan.generator().manager(), 0, 1);
                    return nothing(gan);
                })::closingTheResultFreesAll,
                "after the result was closed");
    }

    @Test
    void noticesAMissingRefusalAndALateOne() {
        caught(contract("lenient", StrategyContractTest::nothing)::refusesAnUnsuitableGan, "to raise a throwable");
        caught(
                contract("late", gan -> {
                    gan.generator().copy().close();
                    throw new IllegalArgumentException("no layer of filters");
                })::refusesAnUnsuitableGan,
                "before the refusal");
    }
}
