package io.interp.partition.concept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Pass;
import io.interp.core.block.BlockGenerator;
import io.interp.core.block.Dcgan;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConceptSwapTest {

    private static final String LAYER = "layer2";

    private final FilterGroups groups = new FilterGroups(LAYER, 3, new int[] {0, 1, -1, 0});
    private final Concepts concepts = new Concepts(3, List.of(Concept.of("zero", 0), Concept.of("one", 1)));

    private NDManager manager;
    private BlockGenerator generator;
    private ConceptSwap swap;
    private NDArray a;
    private NDArray b;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        generator = new Dcgan(6, 16, 3, 8, 4).generator(manager, 1);
        swap = new ConceptSwap(generator, groups);
        a = generator.latents().sample(manager, 1, 3);
        b = generator.latents().sample(manager, 2, 3);
    }

    @AfterEach
    void close() {
        generator.close();
        manager.close();
    }

    private NDArray maps(NDArray z) {
        return generator.activation(z, LAYER, Pass.INFERENCE);
    }

    @Test
    void aSwapTakesTheConceptsMapsAndNoOthers() {
        NDArray mixed = swap.mix(concepts.named("zero"), maps(a), maps(b), 1);
        for (int j = 0; j < 4; j++) {
            String filter = ":, " + j;
            NDArray expected = groups.group(j) == 0 ? maps(b) : maps(a);
            assertThat(mixed.get(filter)).isEqualTo(expected.get(filter));
        }
        SwapResult result = swap.swap(manager, concepts.named("zero"), b, a, 1);
        assertThat(result.result()).isEqualTo(generator.resume(a, LAYER, mixed));
        assertThat(result.target()).isEqualTo(generator.generate(a));
        assertThat(result.source()).isEqualTo(generator.generate(b));
        assertThat(result.difference()).isEqualTo(result.result().sub(result.target()));
        assertThat(result.result()).isNotEqualTo(result.target());
    }

    @Test
    void swappingBackIsTheIdentityBitForBit() {
        Concept zero = concepts.named("zero");
        NDArray mixedA = swap.mix(zero, maps(a), maps(b), 1);
        NDArray mixedB = swap.mix(zero, maps(b), maps(a), 1);
        assertThat(mixedA).isNotEqualTo(maps(a));
        assertThat(swap.mix(zero, mixedA, mixedB, 1)).isEqualTo(maps(a));
        assertThat(swap.mix(zero, mixedB, mixedA, 1)).isEqualTo(maps(b));
        assertThat(generator.resume(a, LAYER, swap.mix(zero, mixedA, mixedB, 1)))
                .isEqualTo(generator.generate(a));
    }

    @Test
    void swappingAllGroupsGivesTheOtherImagesMaps() {
        SwapResult result = swap.swap(manager, concepts.all(), b, a, 1);
        assertThat(result.result()).isEqualTo(generator.resume(a, LAYER, maps(b)));
        Concept active = Concept.of("active", 0, 1, 2);
        assertThat(swap.mix(active, maps(a), maps(b), 1)).isNotEqualTo(maps(b));
    }

    @Test
    void noGroupsOrNoStrengthChangeNothing() {
        NDArray images = generator.generate(a);
        assertThat(swap.swap(manager, Concept.of("none"), b, a, 1).result()).isEqualTo(images);
        assertThat(swap.swap(manager, Concept.of("empty group", 2), b, a, 1).result())
                .isEqualTo(images);
        SwapResult weak = swap.swap(manager, concepts.all(), b, a, 0);
        assertThat(weak.result()).isEqualTo(images);
        assertThat(weak.difference().abs().max().getFloat()).isZero();
    }

    @Test
    void strengthMixesMaps() {
        NDArray mixed = swap.mix(concepts.named("one"), maps(a), maps(b), 0.25);
        NDArray expected = maps(a).get(":, 1").mul(0.75).add(maps(b).get(":, 1").mul(0.25));
        assertThat(mixed.get(":, 1")).isEqualTo(expected);
        assertThat(mixed.get(":, 0")).isEqualTo(maps(a).get(":, 0"));
    }

    @Test
    void anExchangeIsBothSwaps() {
        Concept one = concepts.named("one");
        ConceptSwap.Exchange both = swap.exchange(manager, one, a, b, 1);
        assertThat(both.first().result())
                .isEqualTo(swap.swap(manager, one, b, a, 1).result());
        assertThat(both.second().result())
                .isEqualTo(swap.swap(manager, one, a, b, 1).result());
        assertThat(both.first().source()).isEqualTo(both.second().target());
    }

    @Test
    void conceptsComeFromSeveralSources() {
        NDArray c = generator.latents().sample(manager, 3, 3);
        SwapResult result = swap.combine(
                manager,
                a,
                List.of(
                        new ConceptSwap.Piece(concepts.named("zero"), b, 1),
                        new ConceptSwap.Piece(concepts.named("one"), c, 1)));
        NDArray expected =
                swap.mix(concepts.named("one"), swap.mix(concepts.named("zero"), maps(a), maps(b), 1), maps(c), 1);
        assertThat(result.result()).isEqualTo(generator.resume(a, LAYER, expected));
        assertThat(result.sources()).containsExactly(generator.generate(b), generator.generate(c));
        assertThatIllegalArgumentException().isThrownBy(() -> swap.combine(manager, a, List.of()));
    }

    @Test
    void theHookAndTheEditDoWhatTheSwapDoes() {
        Concept zero = concepts.named("zero");
        NDArray expected = swap.swap(manager, zero, b, a, 0.5).result();
        assertThat(swap.edit(zero, 0.5).apply(b, a)).isEqualTo(expected);
        NDArray hooked = generator.run(a, swap.hook(zero, maps(b), 0.5)).images();
        assertThat(hooked.sub(expected).abs().max().getFloat()).isLessThan(1e-6f);
    }

    @Test
    void movesShiftMapsAndFillWithZeros() {
        Concept one = concepts.named("one");
        float[] before = maps(a).toFloatArray();
        for (int[] by : new int[][] {{0, 0}, {2, 0}, {-1, 3}, {0, -8}, {9, 1}}) {
            float[] after = before.clone();
            for (int i = 0; i < after.length; i++) {
                int y = i / 8 % 8 - by[0];
                int x = i % 8 - by[1];
                if (i / 64 % 4 == 1) {
                    boolean inside = y >= 0 && y < 8 && x >= 0 && x < 8;
                    after[i] = inside ? before[i / 64 * 64 + y * 8 + x] : 0;
                }
            }
            NDArray expected = generator.resume(a, LAYER, manager.create(after, new Shape(3, 4, 8, 8)));
            SwapResult moved = swap.move(manager, one, a, by[0], by[1], 1);
            assertThat(moved.result()).isEqualTo(expected);
            assertThat(moved.source()).isEqualTo(generator.generate(a));
        }
    }

    @Test
    void exchangedMapsAreDifferentiable() {
        try (GradScope on = GradScope.on()) {
            NDArray target = manager.ones(new Shape(1, 4, 2, 2));
            NDArray source = manager.ones(new Shape(1, 4, 2, 2));
            Gradients.require(target, source);
            NDArray sum = swap.mix(concepts.named("one"), target, source, 0.25).sum();
            List<NDArray> gradients = Gradients.of(sum, List.of(target, source));
            assertThat(gradients.get(0).sum(new int[] {0, 2, 3}).toFloatArray()).containsExactly(4, 3, 4, 4);
            assertThat(gradients.get(1).sum(new int[] {0, 2, 3}).toFloatArray()).containsExactly(0, 1, 0, 0);
        }
    }

    @Test
    void badInputIsRefused() {
        Concept zero = concepts.named("zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> swap.swap(manager, Concept.of("far", 3), b, a, 1))
                .withMessageContaining("group 3");
        assertThatIllegalArgumentException().isThrownBy(() -> swap.edit(Concept.of("far", 3), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> swap.swap(manager, zero, b, a, 1.5))
                .withMessageContaining("[0, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> swap.exchange(manager, zero, b, a.get("0:2"), 1))
                .withMessageContaining("pairs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> swap.swap(manager, zero, b, manager.zeros(new Shape(3, 5)), 1))
                .withMessageContaining("[N, 6]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> swap.mix(zero, maps(a), maps(b).get(":, 0:3"), 1))
                .withMessageContaining("[N, 4, h, w]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConceptSwap(generator, new FilterGroups("image", 1, new int[4])))
                .withMessageContaining("3 filters");
    }

    @Test
    void resultsBelongToTheManagerAndNothingElseStays() {
        int network = generator.manager().getManagedArrays().size();
        int before = manager.getManagedArrays().size();
        try (NDManager own = manager.newSubManager()) {
            SwapResult result = swap.exchange(own, concepts.all(), a, b, 0.5).first();
            assertThat(result.result().getManager()).isSameAs(own);
            assertThat(own.getManagedArrays()).hasSize(6);
            swap.move(own, concepts.named("one"), a, 1, 1, 1);
            assertThat(own.getManagedArrays()).hasSize(9);
        }
        assertThat(manager.getManagedArrays()).hasSize(before);
        assertThat(generator.manager().getManagedArrays()).hasSize(network);
    }
}
