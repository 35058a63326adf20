package io.interp.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.block.Dcgan;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.partition.concept.Concept;
import io.interp.partition.concept.ConceptSwap;
import io.interp.partition.concept.FilterGroups;
import io.interp.partition.energy.EnergyModel;
import io.interp.partition.energy.EnergyOptions;
import io.interp.partition.energy.LangevinOptions;
import io.interp.partition.energy.Scale;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chains over exchanged maps follow the gradient of both energies, by finite differences. */
class LatentRevisionTest {

    private static final String LAYER = "layer2";
    private static final int PAIRS = 2;
    private static final int SIZE = 4;
    private static final int[] GROUPS = {0, 1, 2, 0, 1, 2, 0, 1};
    private static final Concept CONCEPT = Concept.of("first two", 0, 1);
    private static final LangevinOptions ONE_STEP = new LangevinOptions(1, 0.5, 1, false);

    private NDManager manager;
    private Generator generator;
    private ConceptSwap swap;
    private EnergyModel energy;
    private Scale scale;
    private LatentRevision revision;

    @BeforeEach
    void build() {
        manager = NDManager.newBaseManager();
        generator = new Dcgan(SIZE, 16, 3, 16, 8).generator(manager, 5);
        swap = new ConceptSwap(generator, new FilterGroups(LAYER, 3, GROUPS));
        energy = new EnergyModel(manager, GROUPS, 3, 64, EnergyOptions.robust());
        PartitionOptions options = SmallRuns.options(3, 1); // no pooling
        scale = Scale.constants(FilterMaps.statistics(generator, LAYER, options).rms());
        revision = new LatentRevision(generator, LAYER, options, energy, scale);
    }

    @AfterEach
    void free() {
        energy.close();
        generator.close();
        manager.close();
    }

    private void drawWeights() {
        Map<String, HostArray> state = new LinkedHashMap<>(energy.state());
        NDArray w = Draws.normal(manager, Draws.stream(9), new Shape(64, GROUPS.length, 3));
        state.put("weights", HostArray.copyOf(w.mul(0.02f)));
        energy.restore(state);
    }

    @Test
    void aStepFollowsTheGradientOfBothExchangedEnergies() {
        NDArray both = generator.latents().sample(manager, 3, 2 * PAIRS);
        double[] still =
                doubles(revision.revisedPairs(swap, CONCEPT, both, ONE_STEP, 1)); // W = 0: prior and noise alone
        drawWeights();
        double[] moved = doubles(revision.revisedPairs(swap, CONCEPT, both, ONE_STEP, 1));
        double half = ONE_STEP.stepSize() * ONE_STEP.stepSize() / 2;
        double largest = 0;
        double error = 0;
        for (int i = 0; i < still.length; i++) {
            double slope = (moved[i] - still[i]) / half;
            largest = Math.max(largest, Math.abs(slope));
            error = Math.max(error, Math.abs(slope - slopeOfTotal(both, i)));
        }
        assertThat(largest).isGreaterThan(0.5);
        assertThat(error).isLessThan(0.01 * largest);
    }

    /** Central difference of the sum of all exchanged energies by one coordinate. */
    private double slopeOfTotal(NDArray both, int coordinate) {
        float width = 0.001f; // rectifiers have kinks
        return (total(both, coordinate, width) - total(both, coordinate, -width)) / (2 * width);
    }

    private double total(NDArray both, int coordinate, float by) {
        try (GradScope off = GradScope.off()) {
            float[] values = both.toFloatArray();
            values[coordinate] += by;
            NDArray z = manager.create(values, both.getShape());
            NDArray maps = generator.activation(z, LAYER, Pass.INFERENCE);
            NDArray first = maps.get("0:" + PAIRS);
            NDArray second = maps.get(PAIRS + ":");
            NDArray exchanged = NDArrays.concat(
                    new NDList(swap.mix(CONCEPT, first, second, 1), swap.mix(CONCEPT, second, first, 1)));
            double sum = 0;
            for (float value : energy.energy(exchanged, scale).toFloatArray()) {
                sum += value;
            }
            return sum;
        }
    }

    @Test
    void withoutStepsItIsThePlainExchange() {
        drawWeights();
        NDArray first = generator.latents().sample(manager, 3, PAIRS);
        NDArray second = generator.latents().sample(manager, 4, PAIRS);
        LangevinOptions none = ONE_STEP.withSteps(0);
        ConceptSwap.Exchange plain = swap.exchange(manager, CONCEPT, first, second, 1);
        ConceptSwap.Exchange refined = revision.exchange(manager, swap, CONCEPT, first, second, none, 1);
        assertThat(refined.first().result().toFloatArray())
                .containsExactly(plain.first().result().toFloatArray());
        assertThat(refined.second().difference().toFloatArray())
                .containsExactly(plain.second().difference().toFloatArray());
        ConceptSwap.Exchange moved = revision.exchange(manager, swap, CONCEPT, first, second, ONE_STEP, 1);
        assertThat(moved.first().target().toFloatArray())
                .containsExactly(plain.first().target().toFloatArray());
        assertThat(moved.first().result().toFloatArray())
                .isNotEqualTo(plain.first().result().toFloatArray());
    }

    @Test
    void anUntouchedGeneratorHasNothingToReviseBy() {
        try (InterpretableGan untouched =
                new PartitionStrategy(LAYER, SmallRuns.options(3, 1), SmallRuns.faces()).untouched(Gan.of(generator))) {
            NDArray z = generator.latents().sample(manager, 3, PAIRS);
            assertThat(untouched.hasEnergy()).isFalse();
            assertThatThrownBy(() -> untouched.revised(z, ONE_STEP, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was not retrained");
        }
    }

    private static double[] doubles(NDArray array) {
        float[] values = array.toFloatArray();
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
