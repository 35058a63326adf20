package io.interp.sefa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.Draws;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectionTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aStepAddsAlphaTimesTheUnitVector() {
        Direction direction = Direction.of("n", CodeSpace.z(2), 3, 4); // scaled to (0.6, 0.8)
        Codes moved = direction.shift(Codes.z(manager.create(new float[] {1, 1, -2, 0}, new Shape(2, 2))), 5);
        assertThat(moved.values().toFloatArray()).containsExactly(new float[] {4, 5, 1, 4}, within(1e-6f));
    }

    @Test
    void aStepOfZeroIsTheIdentityToTheBit() {
        NDArray z = manager.create(new float[] {-0f, 1e-40f, 3}, new Shape(1, 3));
        Direction direction = Direction.of("n", CodeSpace.z(3), 1, 2, 3);
        assertThat(bits(direction.shift(Codes.z(z), 0).values())).isEqualTo(bits(z));
        NDArray w = Draws.normal(manager, Draws.stream(1), new Shape(2, 4, 3));
        Direction plus = Direction.of("n", CodeSpace.wPlus(4, 3), List.of(1), 1, 2, 3);
        assertThat(bits(plus.shift(Codes.wPlus(w), 0).values())).isEqualTo(bits(w));
    }

    @Test
    void layersThatAreNotMovedKeepEveryBit() {
        float[] values = new float[5 * 2 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 == 0 ? -0f : (float) Math.sin(i) * 1e-3f;
        }
        NDArray w = manager.create(values, new Shape(2, 5, 3));
        Direction direction = Direction.of("n", CodeSpace.wPlus(5, 3), List.of(3, 1, 3), 0, 1, 0);
        assertThat(direction.layers()).containsExactly(1, 3);
        NDArray moved = direction.shift(Codes.wPlus(w), 2).values();
        for (int layer : new int[] {0, 2, 4}) {
            assertThat(bits(moved.get(":," + layer))).isEqualTo(bits(w.get(":," + layer)));
        }
        for (int layer : new int[] {1, 3}) {
            NDArray change = moved.get(":," + layer).sub(w.get(":," + layer));
            assertThat(change.toFloatArray()).containsExactly(new float[] {0, 2, 0, 0, 2, 0}, within(1e-6f));
        }
        Direction one = direction.restrictTo(LayerSelector.parse("2-"));
        assertThat(one.layers()).containsExactly(3);
        assertThat(bits(one.shift(Codes.wPlus(w), 2).values().get(":,1"))).isEqualTo(bits(w.get(":,1")));
    }

    @Test
    void otherSpacesAreRefusedEvenWhereTheNumbersFit() {
        NDArray codes = manager.zeros(new Shape(2, 3));
        Direction inW = Direction.of("n", CodeSpace.w(3), 1, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inW.shift(Codes.z(codes), 1))
                .withMessageContaining("belongs to W (3)")
                .withMessageContaining("Z (3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inW.projection(Codes.z(codes)))
                .withMessageContaining("W (3)");
        Direction plus = Direction.of("n", CodeSpace.wPlus(4, 3), List.of(0), 1, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plus.shift(Codes.w(codes), 1))
                .withMessageContaining("W+ (4 x 3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DirectionEdit.of(inW, 1).and(plus, 1))
                .withMessageContaining("W+ (4 x 3)");
    }

    @Test
    void editsAddUp() {
        CodeSpace space = CodeSpace.wPlus(3, 2);
        Direction low = Direction.of("low", space, List.of(0, 1), 1, 0);
        Direction high = Direction.of("high", space, List.of(1, 2), 0, 1);
        NDArray w = manager.zeros(new Shape(1, 3, 2));
        DirectionEdit edit = DirectionEdit.of(low, 2).and(high, -1);
        assertThat(edit.apply(Codes.wPlus(w)).values().toFloatArray()).containsExactly(2, 0, 2, -1, 0, -1);
        assertThat(edit.times(-0.5).apply(Codes.wPlus(w)).values().toFloatArray())
                .containsExactly(-1, 0, -1, 0.5f, 0, 0.5f);
        assertThat(edit).hasToString("+2.0 low, -1.0 high");
        Codes back = edit.times(-1).apply(edit.apply(Codes.wPlus(w)));
        assertThat(back.values().toFloatArray()).containsOnly(0);
    }

    @Test
    void directionsCombine() {
        CodeSpace space = CodeSpace.z(3);
        Direction x = Direction.of("x", space, 1, 0, 0);
        Direction y = Direction.of("y", space, 0, 1, 0);
        Direction mixed = Direction.of("mixed", space, 1, 1, 1);
        double third = 1 / Math.sqrt(3);
        assertThat(Direction.sum("s", List.of(x, y), 3, -4).vector())
                .containsExactly(new double[] {0.6, -0.8, 0}, within(1e-15));
        Direction rest = mixed.orthogonaliseAgainst(List.of(x, Direction.of("xy", space, 1, 1, 0)));
        assertThat(rest.vector()).containsExactly(new double[] {0, 0, 1}, within(1e-15));
        assertThat(mixed.cosine(x)).isEqualTo(third, within(1e-15));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mixed.orthogonaliseAgainst(List.of(x, y, Direction.of("z", space, 0, 0, 2))))
                .withMessageContaining("nothing is left");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Direction.sum("s", List.of(x, x), 1, -1))
                .withMessageContaining("other than 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> x.restrictTo(LayerSelector.ALL))
                .withMessageContaining("only W+");
    }

    @Test
    void codesCanBeBroughtToOnePlace() {
        Direction direction = Direction.of("n", CodeSpace.z(2), 3, 4).centred(2);
        Codes codes = Codes.z(manager.create(new float[] {5, 0, 0, 5, 1, 1}, new Shape(3, 2)));
        assertThat(direction.projection(codes).toFloatArray())
                .containsExactly(new float[] {1, 2, -0.6f}, within(1e-6f));
        Codes moved = direction.moveTo(codes, 1.5);
        assertThat(direction.projection(moved).toFloatArray())
                .containsExactly(new float[] {1.5f, 1.5f, 1.5f}, within(1e-6f));
        // What is orthogonal to the direction stays: (5, 0) has -4 along (-0.8, 0.6).
        assertThat(moved.values().get("0,:").toFloatArray()).containsExactly(new float[] {5.3f, 0.4f}, within(1e-6f));

        Direction plus = Direction.of("n", CodeSpace.wPlus(2, 1), List.of(1), 1);
        Codes w = Codes.wPlus(manager.create(new float[] {7, 3}, new Shape(1, 2, 1)));
        assertThat(plus.projection(w).toFloatArray()).containsExactly(3);
        assertThat(plus.moveTo(w, -1).values().toFloatArray()).containsExactly(7, -1);
    }

    @Test
    void nothingStaysBehindInTheManager() {
        NDArray w = Draws.normal(manager, Draws.stream(1), new Shape(2, 4, 3));
        Direction direction = Direction.of("n", CodeSpace.wPlus(4, 3), List.of(1, 2), 1, 2, 3);
        int before = manager.getManagedArrays().size();
        direction.shift(Codes.wPlus(w), 1).values().close();
        direction.moveTo(Codes.wPlus(w), 1).values().close();
        direction.projection(Codes.wPlus(w)).close();
        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @Test
    void badDirectionsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Direction.of("n", CodeSpace.z(2), 0, 0))
                .withMessageContaining("other than 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Direction.of("n", CodeSpace.z(2), 1, Double.NaN))
                .withMessageContaining("'n'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Direction.of("n", CodeSpace.z(2), 1, 2, 3))
                .withMessageContaining("2 coordinates");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Direction.of("n", CodeSpace.wPlus(2, 2), 1, 2))
                .withMessageContaining("needs the layers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Direction.of("n", CodeSpace.wPlus(2, 2), List.of(2), 1, 2))
                .withMessageContaining("layers 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Direction.of("n", CodeSpace.z(2), List.of(0), 1, 2))
                .withMessageContaining("has no layers");
        Direction good = Direction.of("n", CodeSpace.z(2), 1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DirectionEdit.of(good, Double.NaN))
                .withMessageContaining("finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good.shift(Codes.z(manager.zeros(new Shape(2, 3))), 1))
                .withMessageContaining("Z (3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Codes(CodeSpace.wPlus(2, 3), manager.zeros(new Shape(4, 3))))
                .withMessageContaining("[N, 2, 3]");
    }

    @Test
    void principalAnglesAreThoseThatWereBuilt() {
        double[] angles = {1e-9, 0.3, Math.PI / 2};
        double[][] first = new double[3][6];
        double[][] second = new double[3][6];
        for (int i = 0; i < 3; i++) {
            first[i][i] = 2;
            second[i][i] = Math.cos(angles[i]);
            second[i][3 + i] = Math.sin(angles[i]);
        }
        assertThat(PrincipalAngles.between(first, second)).containsExactly(angles, within(1e-14));
        assertThat(PrincipalAngles.between(first, new double[][] {{1, 1, 0, 0, 0, 0}}))
                .containsExactly(new double[] {0}, within(1e-14));
    }

    @Test
    void rangesAreWalkedInEqualSteps() {
        assertThat(AlphaRange.DEFAULT.steps(5)).containsExactly(-3, -1.5, 0, 1.5, 3);
        assertThat(AlphaRange.symmetric(0.7).steps(11)[5]).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new AlphaRange(1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> AlphaRange.DEFAULT.steps(1));
    }

    private static byte[] bits(NDArray array) {
        byte[] bytes = new byte[HostArray.copyOf(array).bytes().remaining()];
        HostArray.copyOf(array).bytes().get(bytes);
        return bytes;
    }
}
