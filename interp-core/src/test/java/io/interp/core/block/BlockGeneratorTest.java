package io.interp.core.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockGeneratorTest {

    private static final Dcgan SMALL = new Dcgan(6, 16, 3, 8, 4);

    private NDManager manager;
    private BlockGenerator generator;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        generator = SMALL.generator(manager, 1);
    }

    @AfterEach
    void close() {
        generator.close();
        manager.close();
    }

    @Test
    void layersAreTheStages() {
        assertThat(generator.layers().names()).containsExactly("layer1", "layer2", "image");
        assertThat(generator.layers().named("layer2").outputShape()).isEqualTo(new Shape(4, 8, 8));
        assertThat(generator.imageShape()).isEqualTo(new Shape(3, 16, 16));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generator.layers().named("layr2"))
                .withMessageContaining("near names: layer2, layer1");
    }

    @Test
    void captureAndResumeAgreeWithThePlainRun() {
        NDArray z = generator.latents().sample(manager, 0, 4);
        NDArray images = generator.generate(z);
        Run run = generator.run(z, LayerHook.capture("layer1"), LayerHook.capture("layer2"));
        assertThat(run.images()).isEqualTo(images);
        assertThat(generator.activation(z, "layer2", Pass.INFERENCE)).isEqualTo(run.activation("layer2"));
        for (String layer : List.of("layer1", "layer2", "image")) {
            NDArray activation = generator.activation(z, layer, Pass.INFERENCE);
            assertThat(generator.resume(z, layer, activation)).isEqualTo(images);
        }
    }

    @Test
    void blendFunctionAndReplacementGiveTheSameImage() {
        NDArray z = generator.latents().sample(manager, 0, 4);
        NDArray alpha = Draws.normal(manager, Draws.stream(1), new Shape(1, 4, 1, 1))
                .abs()
                .clip(0, 1);
        NDArray value = Draws.normal(manager, Draws.stream(2), new Shape(1, 4, 1, 1));
        NDArray blended =
                generator.run(z, LayerHook.blend("layer2", alpha, value)).images();
        NDArray applied = generator
                .run(z, LayerHook.apply("layer2", y -> y.mul(alpha.neg().add(1)).add(value.mul(alpha))))
                .images();
        assertThat(blended).isEqualTo(applied);
        assertThat(blended).isNotEqualTo(generator.generate(z));
    }

    @Test
    void hooksAtALayerActInTheirOrder() {
        NDArray z = generator.latents().sample(manager, 0, 2);
        NDArray ones = manager.ones(new Shape(2, 4, 8, 8));
        Run run = generator.run(
                z,
                LayerHook.capture("layer2", "before"),
                LayerHook.replace("layer2", ones),
                LayerHook.capture("layer2", "between"),
                LayerHook.apply("layer2", y -> y.mul(2)),
                LayerHook.capture("layer2", "after"));
        assertThat(run.activation("before")).isEqualTo(generator.activation(z, "layer2", Pass.INFERENCE));
        assertThat(run.activation("between")).isEqualTo(ones);
        assertThat(run.activation("after")).isEqualTo(ones.mul(2));
    }

    @Test
    void aBlendIsDifferentiableInShareAndValue() {
        NDArray z = generator.latents().sample(manager, 0, 2);
        NDArray alpha = manager.full(new Shape(1, 4, 1, 1), 0.5f);
        NDArray value = manager.full(new Shape(1, 4, 1, 1), 0.2f);
        try (GradScope on = GradScope.on()) {
            Gradients.require(alpha, value);
            NDArray loss = generator
                    .run(z, Pass.DIFFERENTIABLE, List.of(LayerHook.blend("layer2", alpha, value)))
                    .images()
                    .square()
                    .sum();
            for (NDArray gradient : Gradients.of(loss, List.of(alpha, value))) {
                assertThat(gradient.abs().max().getFloat()).isPositive();
            }
        }
    }

    @Test
    void copiesAreIndependentAndEqual() {
        NDArray z = generator.latents().sample(manager, 0, 2);
        try (Generator copy = generator.copy()) {
            assertThat(copy.generate(z)).isEqualTo(generator.generate(z));
            assertThat(copy.fingerprint()).isEqualTo(generator.fingerprint());
            copy.parameters().values().iterator().next().muli(2);
            assertThat(copy.generate(z)).isNotEqualTo(generator.generate(z));
            assertThat(copy.fingerprint()).isNotEqualTo(generator.fingerprint());
        }
    }

    @Test
    void savedGeneratorsLoadAgainWithTheirRectifiers(@TempDir Path folder) {
        NDArray z = generator.latents().sample(manager, 0, 2);
        try (Generator rectified = generator.rectified("image")) {
            assertThat(rectified.generate(z)).isEqualTo(generator.generate(z).maximum(0f));
            rectified.save(folder.resolve("saved"));
            try (Generator loaded = BlockNetworkFiles.load(folder.resolve("saved"), manager)) {
                assertThat(loaded.generate(z)).isEqualTo(rectified.generate(z));
                assertThat(loaded.fingerprint()).isEqualTo(rectified.fingerprint());
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        try (BlockGenerator same = SMALL.generator(manager, 1);
                BlockGenerator other = SMALL.generator(manager, 2)) {
            assertThat(same.fingerprint()).isEqualTo(generator.fingerprint());
            assertThat(other.fingerprint()).isNotEqualTo(generator.fingerprint());
        }
    }

    @Test
    void wrongLatentsAndFunctionsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generator.generate(manager.zeros(new Shape(2, 7))))
                .withMessageContaining("[N, 6]");
    }

    @Test
    void runsLeaveNoArraysBehind() {
        try (NDManager warm = manager.newSubManager()) {
            generator.generate(generator.latents().sample(warm, 0, 2));
        }
        int before = generator.manager().getManagedArrays().size();
        for (int i = 0; i < 200; i++) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray z = generator.latents().sample(scope, i, 2);
                generator.run(z, LayerHook.capture("layer1"));
            }
        }
        assertThat(generator.manager().getManagedArrays()).hasSize(before);
    }
}
