package io.interp.core.block.published;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tiny networks against values that an independent script computed in float64 from the papers' equations. */
class ReferenceValuesTest {

    private static final double TOLERANCE = 1e-4; // largest values are about 10, float32 keeps 1e-6 of each

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static List<ReferenceNetworks> networks() {
        return ReferenceNetworks.all();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyLayerHasTheReferenceValue(ReferenceNetworks reference) {
        Map<String, HostArray> outputs = reference.outputs();
        List<String> names = new ArrayList<>(outputs.keySet());
        names.remove("input");
        try (Generator generator = reference.network().open(manager, reference.file())) {
            NDArray z = reference.input(manager);
            Run run = generator.run(z, names.stream().map(LayerHook::capture).toArray(LayerHook[]::new));
            for (String name : names) {
                assertThat(run.activation(name).getShape().getShape())
                        .as(name)
                        .isEqualTo(outputs.get(name).shape());
                assertThat(distance(run.activation(name), outputs.get(name)))
                        .as(name)
                        .isLessThan(TOLERANCE);
            }
            assertThat(distance(generator.generate(z), outputs.get(names.get(names.size() - 1))))
                    .isLessThan(TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void declaredShapesAreThoseOfTheOutputs(ReferenceNetworks reference) {
        try (Generator generator = reference.network().generator(manager, 1)) {
            NDArray z = generator.latents().sample(manager, 0, 3);
            Run run = generator.run(
                    z,
                    generator.layers().names().stream().map(LayerHook::capture).toArray(LayerHook[]::new));
            generator
                    .layers()
                    .forEach(layer -> assertThat(run.activation(layer.name()).getShape())
                            .as(layer.name())
                            .isEqualTo(new Shape(3).addAll(layer.outputShape())));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyLayerCanBeResumedFrom(ReferenceNetworks reference) {
        try (Generator generator = reference.network().open(manager, reference.file())) {
            NDArray z = reference.input(manager);
            NDArray images = generator.generate(z);
            for (String layer : generator.layers().names()) {
                NDArray activation = generator.activation(z, layer, Pass.INFERENCE);
                assertThat(generator.resume(z, layer, activation)).as(layer).isEqualTo(images);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void savedGeneratorsAndCopiesAreEqual(ReferenceNetworks reference, @TempDir Path folder) {
        try (Generator generator = reference.network().open(manager, reference.file())) {
            NDArray z = reference.input(manager);
            NDArray images = generator.generate(z);
            generator.save(folder.resolve("saved"));
            try (Generator loaded = GeneratorFiles.load(folder.resolve("saved"), manager);
                    Generator copy = generator.copy()) {
                assertThat(loaded.generate(z)).isEqualTo(images);
                assertThat(loaded.fingerprint()).isEqualTo(generator.fingerprint());
                assertThat(loaded.latents()).isEqualTo(generator.latents());
                assertThat(copy.generate(z)).isEqualTo(images);
                copy.parameters().values().forEach(weight -> weight.muli(1.5));
                assertThat(copy.generate(z)).isNotEqualTo(images);
                assertThat(generator.generate(z)).isEqualTo(images);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientsReachEveryWeightThatTheImageDependsOn(ReferenceNetworks reference) {
        try (Generator generator = reference.network().open(manager, reference.file())) {
            Map<String, NDArray> weights = generator.parameters();
            Gradients.require(List.copyOf(weights.values()), true);
            try (GradScope on = GradScope.on()) {
                NDArray loss = generator
                        .run(reference.input(manager), Pass.DIFFERENTIABLE, List.of())
                        .images()
                        .square()
                        .sum();
                List<NDArray> gradients = Gradients.of(loss, List.copyOf(weights.values()));
                List<String> names = List.copyOf(weights.keySet());
                for (int i = 0; i < names.size(); i++) {
                    boolean reached = gradients.get(i).abs().max().getFloat() > 0;
                    assertThat(reached).as(names.get(i)).isEqualTo(!unused(names.get(i), generator));
                }
            }
        }
    }

    /** Images of lower resolutions do not enter the image of the grown family; a skip sum takes all. */
    private static boolean unused(String weight, Generator generator) {
        boolean lower = weight.contains("output0.") || weight.contains("output1.");
        boolean last = weight.contains("output"
                + (Integer.numberOfTrailingZeros((int) generator.imageShape().get(1)) - 2)
                + ".");
        return lower && !last && !generator.name().startsWith(StyleGan2.TYPE + "-");
    }

    @ParameterizedTest
    @MethodSource("networks")
    void passesLeaveNoArraysBehind(ReferenceNetworks reference) {
        try (Generator generator = reference.network().generator(manager, 1)) {
            try (NDManager warm = manager.newSubManager()) {
                generator.generate(generator.latents().sample(warm, 0, 2));
            }
            int before = generator.manager().getManagedArrays().size();
            for (int i = 0; i < 20; i++) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray z = generator.latents().sample(scope, i, 2);
                    int inputs = scope.getManagedArrays().size();
                    generator.generate(z);
                    assertThat(scope.getManagedArrays().size() - inputs)
                            .as("one output a layer, nothing else")
                            .isLessThanOrEqualTo(generator.layers().size());
                }
            }
            assertThat(generator.manager().getManagedArrays()).hasSize(before);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theSeedDecidesTheWeights(ReferenceNetworks reference) {
        try (Generator one = reference.network().generator(manager, 1);
                Generator same = reference.network().generator(manager, 1);
                Generator other = reference.network().generator(manager, 2)) {
            assertThat(same.fingerprint()).isEqualTo(one.fingerprint());
            assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
        }
    }

    static double distance(NDArray actual, HostArray expected) {
        float[] a = actual.toFloatArray();
        double[] e = expected.toDoubles();
        double most = 0;
        for (int i = 0; i < e.length; i++) {
            most = Math.max(most, Math.abs(a[i] - e[i]));
            if (Float.isNaN(a[i])) {
                return Double.NaN;
            }
        }
        return most;
    }
}
