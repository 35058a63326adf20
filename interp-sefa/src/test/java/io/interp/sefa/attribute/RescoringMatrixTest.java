package io.interp.sefa.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.tensor.Draws;
import io.interp.sefa.CodePath;
import io.interp.sefa.CodeSpace;
import io.interp.sefa.Codes;
import io.interp.sefa.Direction;
import io.interp.sefa.Directions;
import io.interp.sefa.NamedWeights;
import io.interp.sefa.NamedWeights.Matrix;
import io.interp.sefa.SefaStrategy;
import io.interp.sefa.measure.Samples;
import io.interp.sefa.weight.NamedTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RescoringMatrixTest {

    /** Latent i makes row i of the image: 0.01 z, but for rounding. */
    private static final float GAIN = 0.01f;

    private static final AttributePredictor ROWS = AttributePredictor.of(List.of("top", "middle", "both"), images -> {
        NDArray rows =
                images.mean(new int[] {3}).reshape(images.getShape().get(0), -1).div(GAIN); // [N, 3]
        NDArray both = rows.get(":,0:1").add(rows.get(":,1:2"));
        return rows.get(":,0:2").concat(both, 1);
    });

    private NDManager manager;
    private Generator generator;
    private Directions axes;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        List<Matrix> matrices = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            matrices.add(new Matrix("w" + i, 1, 0, i, 1));
        }
        generator = NamedWeights.generator(manager, 3, s -> s.put("g", new NamedWeights(matrices)));
        float[] weight = new float[8];
        Arrays.fill(weight, GAIN);
        generator.parameters().values().forEach(w -> w.set(weight));
        List<Direction> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            double[] axis = new double[3];
            axis[i] = 1;
            all.add(Direction.of("axis " + i, CodeSpace.z(3), axis));
        }
        axes = new Directions(
                CodeSpace.z(3),
                new SefaStrategy()
                        .tensors(List.of(NamedTensor.of("g.w0")))
                        .apply(one())
                        .origin(),
                all);
    }

    private Generator one() {
        return NamedWeights.generator(
                manager, 1, s -> s.put("g", new NamedWeights(List.of(new Matrix("w0", 1, 0, 0, 1)))));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void changesOfScoresAreThoseThatWerePlanted() {
        RescoringMatrix matrix =
                RescoringMatrix.measure(CodePath.latents(generator), axes, 2, ROWS, Samples.of(7, 200));
        double[] expected = {2, 0, 2, 0, 2, 2, 0, 0, 0};
        assertThat(matrix.change().toDoubles()).containsExactly(expected, within(0.01));
        assertThat(Arrays.stream(matrix.error().toDoubles()).max().orElseThrow())
                .isLessThan(1e-3);
        // Latents have deviation 1, their sum root 2.
        assertThat(matrix.effect(0, 0)).isEqualTo(2, within(0.2));
        assertThat(matrix.effect(0, 2)).isEqualTo(2 / Math.sqrt(2), within(0.2));
        assertThat(matrix.label(0, 1.2)).hasValueSatisfying(label -> {
            assertThat(label.text()).isEqualTo("top +");
            assertThat(label.margin()).isEqualTo(Math.sqrt(2), within(0.2));
        });
        assertThat(matrix.label(0, 2)).as("the sum is changed almost as much").isEmpty();
        assertThat(matrix.label(2, 1)).as("nothing changes").isEmpty();
        Directions labelled = matrix.labelled(1.2);
        assertThat(labelled.get(1).label()).contains("middle +");
        assertThat(labelled.get(2).label()).isEmpty();
        assertThat(matrix.toString()).contains("axis 2").contains("both");
        RescoringMatrix back = RescoringMatrix.measure(CodePath.latents(generator), axes, -2, ROWS, Samples.of(7, 200));
        assertThat(back.label(0, 1.2).orElseThrow().text()).isEqualTo("top -");
    }

    @Test
    void aBoundaryIsLearnedFromScores() {
        AttributePredictor slanted = AttributePredictor.of(List.of("slant"), images -> {
            NDArray rows = images.mean(new int[] {3})
                    .reshape(images.getShape().get(0), -1)
                    .div(GAIN);
            return rows.get(":,0:1").mul(3).sub(rows.get(":,2:3").mul(4)); // 3 z0 - 4 z2
        });
        Boundary boundary = Boundary.learn(
                CodePath.latents(generator),
                slanted,
                "slant",
                new Samples(3, 4000, 500),
                BoundaryOptions.PAPER.share(0.2));
        assertThat(boundary.direction().vector()).containsExactly(new double[] {0.6, 0, -0.8}, within(0.05));
        assertThat(boundary.direction().centre()).isEqualTo(0, within(0.1));
        assertThat(boundary.testAccuracy()).isGreaterThan(0.99);
        assertThat(boundary.learned()).isEqualTo(2 * 560);
        assertThat(boundary.tested()).isEqualTo(2 * 240);
        assertThat(boundary.direction().label()).contains("slant");
        Codes z = Codes.z(generator.latents().sample(manager, 9, 50));
        NDArray before = slanted.score(generator.generate(z.values()));
        NDArray after = slanted.score(
                generator.generate(boundary.direction().shift(z, 1).values()));
        assertThat(after.sub(before).min().getFloat()).isGreaterThan(4);
    }

    /** Codes in two clouds of distance 2 about the plane x = 5: normal and place of the plane are known. */
    @Test
    void thePlaneStandsBetweenTheClouds() {
        RandomGenerator random = Draws.stream(11);
        double[][] codes = new double[1000][4];
        double[] scores = new double[1000];
        for (int i = 0; i < codes.length; i++) {
            int side = i % 2 == 0 ? 1 : -1;
            for (int j = 1; j < 4; j++) {
                codes[i][j] = random.nextGaussian();
            }
            codes[i][0] = 5 + side * (1 + random.nextDouble());
            scores[i] = side;
        }
        BoundaryOptions options = new BoundaryOptions(0.5, 0.7, 100, 0);
        Boundary boundary = Boundary.learn("x", CodeSpace.z(4), codes, scores, options);
        assertThat(boundary.trainingAccuracy()).isEqualTo(1);
        assertThat(boundary.testAccuracy()).isEqualTo(1);
        assertThat(boundary.direction().vector()[0]).isGreaterThan(0.999);
        assertThat(boundary.direction().centre()).isEqualTo(5, within(0.3));
        Boundary again = Boundary.learn("x", CodeSpace.z(4), codes, scores, options);
        assertThat(again.direction().vector())
                .containsExactly(boundary.direction().vector());

        Boundary layers = Boundary.learn("x", CodeSpace.wPlus(3, 4), codes, scores, options);
        assertThat(layers.direction().layers()).containsExactly(0, 1, 2);
        double[] reversed = Arrays.stream(scores).map(s -> -s).toArray();
        assertThat(Boundary.learn("x", CodeSpace.z(4), codes, reversed, options)
                        .direction()
                        .vector()[0])
                .isLessThan(-0.999);
    }

    @Test
    void badInputIsRefused() {
        CodePath path = CodePath.latents(generator);
        AttributePredictor wrong = AttributePredictor.of(List.of("a", "b"), ROWS::score);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RescoringMatrix.measure(path, axes, 1, wrong, Samples.of(0, 4)))
                .withMessageContaining("[4, 2]")
                .withMessageContaining("(4, 3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RescoringMatrix.measure(path, axes, 0, ROWS, Samples.of(0, 4)))
                .withMessageContaining("other than 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Boundary.learn(path, ROWS, "left", Samples.of(0, 4), BoundaryOptions.PAPER))
                .withMessageContaining("left");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Boundary.learn(path, ROWS, "top", Samples.of(0, 50), BoundaryOptions.PAPER))
                .withMessageContaining("take more samples");
        BoundaryOptions half = BoundaryOptions.PAPER.share(0.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Boundary.learn("x", CodeSpace.z(1), new double[8][1], new double[8], half))
                .withMessageContaining("all 8 scores");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Boundary.learn("x", CodeSpace.z(2), new double[8][1], new double[8], half))
                .withMessageContaining("Z (2)");
        assertThatIllegalArgumentException().isThrownBy(() -> BoundaryOptions.PAPER.share(0.6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttributePredictor.of(List.of("a", "a"), x -> x))
                .withMessageContaining("[a, a]");
    }
}
