package io.interp.sefa.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.Draws;
import io.interp.sefa.AlphaRange;
import io.interp.sefa.CodePath;
import io.interp.sefa.CodeSpace;
import io.interp.sefa.Direction;
import io.interp.sefa.Directions;
import io.interp.sefa.NamedWeights;
import io.interp.sefa.NamedWeights.Matrix;
import io.interp.sefa.Normalisation;
import io.interp.sefa.SefaStrategy;
import io.interp.sefa.weight.NamedTensor;
import io.interp.testkit.PlantedGenerator;
import io.interp.testkit.contract.DeterminismAssertions;
import io.interp.testkit.drawn.DrawnGan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectionMeterTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** One chunk of the latents a row of the image, of gains 1, 4 and 0: tanh(gain z) on pixels of its row alone. */
    private Generator rows() {
        List<Matrix> matrices = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            matrices.add(new Matrix("w" + i, 1, 0, i, 1));
        }
        Generator generator = NamedWeights.generator(manager, 3, s -> s.put("g", new NamedWeights(matrices)));
        float[] gains = {0.01f, 0.04f, 0};
        for (int i = 0; i < 3; i++) {
            float[] weight = new float[8];
            Arrays.fill(weight, gains[i]);
            generator.parameters().get("g.w" + i).set(weight);
        }
        return generator;
    }

    private Directions axes(Generator generator) {
        Directions found = new SefaStrategy()
                .normalise(Normalisation.NONE)
                .tensors(List.of(NamedTensor.of("g.w0")))
                .apply(oneLatent());
        List<Direction> axes = IntStream.range(0, 3)
                .mapToObj(i -> {
                    double[] axis = new double[3];
                    axis[i] = 1;
                    return Direction.of("axis " + i, CodeSpace.z(3), axis);
                })
                .toList();
        assertThat(generator.latents().dimension()).isEqualTo(3);
        return new Directions(CodeSpace.z(3), found.origin(), axes);
    }

    private Generator oneLatent() {
        return NamedWeights.generator(
                manager, 1, s -> s.put("g", new NamedWeights(List.of(new Matrix("w0", 1, 0, 0, 1)))));
    }

    @Test
    void speedLocalityAndConsistencyOfALinearGeneratorAreKnown() {
        try (Generator generator = rows()) {
            DirectionMeter meter = new DirectionMeter(ImageDistance.pixels(), 0.5, 1, 4, Samples.of(1, 40));
            Ranking ranking = meter.measure(CodePath.latents(generator), axes(generator));
            List<Measurement> m = ranking.measurements();
            // A third of the pixels changes by gain * e, up to the curvature of tanh: (0.04 * 3.5)^2 = 2 percent.
            assertThat(m.get(0).speed()).isEqualTo(0.01 * 0.01 / 3, within(0.02 * 0.01 * 0.01 / 3));
            assertThat(m.get(1).speed()).isEqualTo(0.04 * 0.04 / 3, within(0.05 * 0.04 * 0.04 / 3));
            assertThat(m.get(2).speed()).isZero();
            // 8 of 24 pixels alike: log 8 / log 24, and half of the change in 4 of 24.
            assertThat(m.get(0).entropy()).isEqualTo(Math.log(8) / Math.log(24), within(1e-6));
            assertThat(m.get(0).area()).isEqualTo(4 / 24.0, within(1e-6));
            assertThat(m.get(1).area()).isEqualTo(4 / 24.0, within(1e-6));
            assertThat(m.get(0).consistency()).isEqualTo(1, within(1e-5));
            assertThat(m.get(2).consistency()).isZero();
            assertThat(m.get(1).map().shape()).containsExactly(3, 8);
            double[] map = m.get(1).map().toDoubles();
            assertThat(map[0]).isZero();
            assertThat(map[8]).isEqualTo(0.08, within(0.005));
            assertThat(ranking.order(Ranking.Measure.SPEED)).containsExactly(1, 0, 2);
            assertThat(ranking.by(Ranking.Measure.SPEED).get(0).name()).isEqualTo("axis 1");
            assertThat(ranking.control()).hasSize(4);
            assertThat(ranking.toString()).contains("axis 2").contains("random (mean 4)");
        }
    }

    @Test
    void whatIsMadeOfRandomSignsIsNotConsistent() {
        // Sums of unit vectors: n equal ones give 1, n orthogonal ones 0, n/2 against n/2 give -1 / (n - 1).
        assertThat(DirectionSums.meanCosine(new double[] {5, 0}, 5)).isEqualTo(1);
        assertThat(DirectionSums.meanCosine(new double[] {1, 1, 1, 1}, 4)).isEqualTo(0);
        assertThat(DirectionSums.meanCosine(new double[] {0}, 6)).isEqualTo(-0.2, within(1e-15));
        assertThat(DirectionSums.entropy(new double[] {0, 3, 0, 0})).isZero();
        assertThat(DirectionSums.entropy(new double[] {2, 2, 2, 2})).isEqualTo(1, within(1e-15));
        assertThat(DirectionSums.area(new double[] {1, 0, 3, 0})).isEqualTo(2 / 3.0 / 4, within(1e-15));
        List<Double> speeds = new ArrayList<>(Collections.nCopies(198, 2.0));
        speeds.add(1e9);
        speeds.add(-1e9);
        assertThat(DirectionSums.trimmedMean(speeds)).isEqualTo(2);
    }

    @Test
    void theFirstDirectionOfAFaceGeneratorIsFasterThanRandomOnes() {
        try (Generator generator = DrawnGan.generator(manager)) {
            Directions all = new SefaStrategy().apply(generator);
            Directions ends = new Directions(all.space(), all.origin(), List.of(all.get(0), all.get(63)));
            int before = manager.getManagedArrays().size();
            DirectionMeter meter = new DirectionMeter(ImageDistance.pixels(), 0.05, 3, 6, Samples.of(2, 32));
            Ranking ranking = meter.measure(CodePath.of(generator, all), ends);
            assertThat(manager.getManagedArrays()).hasSize(before);
            double first = ranking.measurements().get(0).speed();
            double last = ranking.measurements().get(1).speed();
            assertThat(first).isGreaterThan(1.5 * ranking.randomSpeed());
            assertThat(last).isLessThan(ranking.randomSpeed());
            DeterminismAssertions.sameBytes(() -> Map.of(
                    "map",
                    meter.measure(CodePath.of(generator, all), ends.top(1))
                            .measurements()
                            .get(0)
                            .map()));
        }
    }

    @Test
    void stepsAreCalibratedToTheSameChange() {
        try (Generator generator = rows()) {
            StepCalibration calibration = new StepCalibration(ImageDistance.pixels(), 0.02, 1000, Samples.of(3, 10));
            CodePath path = CodePath.latents(generator);
            Directions axes = axes(generator);
            StepCalibration.Step slow = calibration.step(path, axes.get(0));
            StepCalibration.Step fast = calibration.step(path, axes.get(1));
            // Root of a third of the pixels times gain times alpha; tanh bends it by some percent.
            assertThat(slow.alpha()).isEqualTo(0.02 * Math.sqrt(3) / 0.01, within(0.2));
            assertThat(slow.alpha() / fast.alpha()).isEqualTo(4, within(0.1));
            assertThat(slow.change()).isEqualTo(0.02, within(1e-4));
            assertThat(calibration.change(path, axes.get(1), fast.alpha())).isEqualTo(fast.change());
            StepCalibration.Step never = calibration.step(path, axes.get(2));
            assertThat(never.reached()).isFalse();
            assertThat(never.alpha()).isEqualTo(1000);
            assertThat(calibration.calibrate(path, axes.top(1)).get(0).range())
                    .isEqualTo(AlphaRange.symmetric(slow.alpha()));
        }
    }

    @Test
    void distancesAreLengths() {
        NDArray a = manager.zeros(new Shape(2, 1, 2, 2));
        NDArray b = manager.create(new float[] {1, 1, 1, 1, 2, 0, 0, 0}, new Shape(2, 1, 2, 2));
        assertThat(ImageDistance.pixels().between(a, b).toFloatArray()).containsExactly(1, 1);
        try (PixelEmbedder pixels = new PixelEmbedder(new Shape(1, 2, 2))) {
            NDArray x = Draws.normal(manager, Draws.stream(1), new Shape(3, 1, 2, 2));
            NDArray y = Draws.normal(manager, Draws.stream(2), new Shape(3, 1, 2, 2));
            assertThat(HostArray.copyOf(ImageDistance.features(pixels).between(x, y))
                            .toDoubles())
                    .containsExactly(HostArray.copyOf(ImageDistance.pixels().between(x, y))
                            .toDoubles());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pixels.embed(manager.zeros(new Shape(1, 3, 2, 2))))
                    .withMessageContaining("(1, 2, 2)");
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        Samples samples = Samples.of(0, 4);
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DirectionMeter(ImageDistance.pixels(), 0, 1, 0, samples));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DirectionMeter(ImageDistance.pixels(), 1, 1, 0, Samples.of(0, 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepCalibration(ImageDistance.pixels(), -1, 1, samples));
        try (Generator generator = PlantedGenerator.of(2, 6).generator(manager)) {
            Direction other = Direction.of("n", CodeSpace.z(9), 1, 0, 0, 0, 0, 0, 0, 0, 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StepCalibration.of(samples).step(CodePath.latents(generator), other))
                    .withMessageContaining("Z (9)");
        }
    }
}
