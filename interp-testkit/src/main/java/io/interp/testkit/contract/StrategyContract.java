package io.interp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Strategy;
import io.interp.core.io.HostArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What holds for every {@link Strategy}. The test of a strategy extends this class, says what to apply to what, and
 * inherits the tests.
 *
 * <pre>{@code
 * class FilterGroupsContractTest extends StrategyContract<FilterGroups> {
 *     protected Strategy<FilterGroups> strategy() { return new Grouping(PlantedGenerator.FILTERS, 3, 7); }
 *     protected Gan gan(NDManager manager) { return Gan.of(PlantedGenerator.of(3, 12).generator(manager)); }
 *     protected Gan unsuitableGan(NDManager manager) { return Gan.of(new Dcgan(4, 8, 1, 4, 4).generator(manager, 0)); }
 *     protected Map<String, HostArray> view(FilterGroups result) { return Map.of("centers", result.centers()); }
 * }
 * }</pre>
 *
 * @param <R> the type of the strategy's result
 */
public abstract class StrategyContract<R> {

    /** For subclasses. */
    protected StrategyContract() {}

    /** {@return the strategy, configured in the same way, seed included, at every call} */
    protected abstract Strategy<R> strategy();

    /**
     * Makes a GAN the strategy can work on; a small one, since every test applies the strategy.
     *
     * @param manager the owner of the networks
     * @return the GAN, with the same weights at every call
     */
    protected abstract Gan gan(NDManager manager);

    /**
     * Makes a GAN the strategy must refuse, such as one without the configured layer.
     *
     * @param manager the owner of the networks
     * @return the GAN
     */
    protected abstract Gan unsuitableGan(NDManager manager);

    /**
     * Copies what must be the same whenever the strategy is applied.
     *
     * @param result a result that is still open
     * @return arrays by name, at least one with an element
     */
    protected abstract Map<String, HostArray> view(R result);

    /** The name is of lower-case letters, digits and hyphens. */
    @Test
    public void nameIsLowerCase() {
        assertThat(strategy().name()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    }

    /** Two applications to the same GAN, one of them in a new thread, give the same bytes. */
    @Test
    public void sameSeedSameBytes() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            DeterminismAssertions.sameBytes(() -> {
                R result = strategy().apply(gan);
                try {
                    Map<String, HostArray> seen = view(result);
                    assertThat(seen.values())
                            .as("the view must show something of the result")
                            .anyMatch(array -> array.size() > 0);
                    return seen;
                } finally {
                    close(result);
                }
            });
            close(gan);
        }
    }

    /** The networks are the same after the strategy was applied, and still open. */
    @Test
    public void leavesTheGanUnchanged() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            List<String> before = fingerprints(gan);
            close(strategy().apply(gan));
            assertThat(fingerprints(gan)).as("fingerprints of the networks").isEqualTo(before);
            close(gan);
        }
    }

    /** Once the result is closed no array is left of all that was made on the GAN's manager and its children. */
    @Test
    public void closingTheResultFreesAll() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            int before = manager.getManagedArrays().size();
            close(strategy().apply(gan));
            assertThat(manager.getManagedArrays())
                    .as("arrays after the result was closed")
                    .hasSize(before);
            close(gan);
        }
    }

    /** A GAN that does not fit is refused before its generator was run or copied, and nothing is left behind. */
    @Test
    public void refusesAnUnsuitableGan() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = unsuitableGan(manager);
            PassCounter counter = new PassCounter(gan.generator());
            Gan watched = new Gan(counter.watched(), gan.discriminator());
            int before = manager.getManagedArrays().size();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> close(strategy().apply(watched)))
                    .satisfies(refusal -> assertThat(refusal.getMessage()).isNotBlank());
            assertThat(counter.calls())
                    .as("passes and copies of the generator before the refusal")
                    .isZero();
            assertThat(manager.getManagedArrays())
                    .as("arrays after the refusal")
                    .hasSize(before);
            close(gan);
        }
    }

    private static List<String> fingerprints(Gan gan) {
        List<String> fingerprints = new ArrayList<>(List.of(gan.generator().fingerprint()));
        gan.discriminator().map(Discriminator::fingerprint).ifPresent(fingerprints::add);
        return fingerprints;
    }

    private static void close(Gan gan) {
        gan.discriminator().ifPresent(Discriminator::close);
        Generator generator = gan.generator();
        generator.close();
    }

    private static void close(Object result) {
        if (result instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new AssertionError("the result can't be closed", e);
            }
        }
    }
}
