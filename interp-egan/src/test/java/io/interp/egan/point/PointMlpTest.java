package io.interp.egan.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.Pass;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointMlpTest {

    @TempDir
    private Path folder;

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
    void weightsStartWithinThePublishedBounds() {
        try (Generator generator = PointMlp.SMALL.generator(manager, 7)) {
            double bound = 1;
            for (Map.Entry<String, NDArray> weight : generator.parameters().entrySet()) {
                if (weight.getValue().getShape().dimension() == 2) {
                    bound = 1 / Math.sqrt((double) weight.getValue().getShape().get(1));
                }
                double largest = weight.getValue().abs().max().getFloat();
                assertThat(largest).as(weight.getKey()).isBetween(0.3 * bound, bound);
                if (weight.getValue().size() > 1000) {
                    assertThat((double) weight.getValue().square().mean().getFloat())
                            .as("variance of %s", weight.getKey())
                            .isCloseTo(bound * bound / 3, within(0.05 * bound * bound));
                }
            }
            try (Generator same = PointMlp.SMALL.generator(manager, 7);
                    Generator other = PointMlp.SMALL.generator(manager, 8)) {
                assertThat(same.fingerprint()).isEqualTo(generator.fingerprint());
                assertThat(other.fingerprint()).isNotEqualTo(generator.fingerprint());
            }
        }
    }

    @Test
    void makesPointsAndScoresThem() {
        try (Generator generator = new PointMlp(5, 2).generator(manager, 1);
                Discriminator critic = new PointMlp(5, 2).discriminator(manager, 1);
                NDManager scope = manager.newSubManager()) {
            NDArray points = generator.generate(generator.latents().sample(scope, 0, 6));
            assertThat(points.getShape().getShape()).containsExactly(6, 1, 1, 2);
            assertThat(PointSource.coordinates(points)).hasSize(12);
            assertThat(critic.score(points, Pass.INFERENCE).getShape().getShape())
                    .containsExactly(6);
            assertThat(generator.layers().names()).containsExactly("layer1", "layer2", "point");
            assertThatIllegalArgumentException().isThrownBy(() -> PointSource.coordinates(points.reshape(6, 2)));
            try (PointEmbedder embedder = new PointEmbedder()) {
                assertThat(embedder.embed(points).toFloatArray()).containsExactly(PointSource.coordinates(points));
                assertThatIllegalArgumentException().isThrownBy(() -> embedder.embed(points.reshape(6, 2, 1, 1)));
            }
        }
    }

    @Test
    void aSavedGeneratorIsLoadedByItsArchitecture() {
        try (Generator generator = new PointMlp(9, 2).generator(manager, 4)) {
            generator.save(folder.resolve("generator"));
            try (Generator loaded = GeneratorFiles.load(folder.resolve("generator"), manager)) {
                assertThat(loaded.fingerprint()).isEqualTo(generator.fingerprint());
                assertThat(loaded.latents()).isEqualTo(generator.latents());
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PointMlpArchitecture().build(manager, Map.of("width", 3)))
                .withMessageContaining("hidden");
        assertThatIllegalArgumentException().isThrownBy(() -> new PointMlp(0, 1));
    }
}
