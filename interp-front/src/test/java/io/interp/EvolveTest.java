package io.interp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.train.AdamOptions;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.EvolvedGan;
import io.interp.egan.GenerationReport;
import io.interp.eigengan.EigenGan;
import io.interp.eigengan.Subspace;
import io.interp.eigengan.train.Orthogonality;
import io.interp.eigengan.train.Retraction;
import io.interp.partition.InterpretableGan;
import io.interp.partition.PartitionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evolution by the front door, alone and with what the other strategies make. */
class EvolveTest {

    /** Layers: layer1 (16 filters, 4x4), layer2 (8, 8x8), image (3, 16x16). */
    private static final Dcgan SMALL = new Dcgan(4, 16, 3, 16, 8);

    private static final EigenGan SUBSPACES =
            EigenGan.celeba64().withSize(16).withLatents(8, 3).withFilters(128, 16);
    private static final ImageSource FACES = ImageSources.open("drawn:faces?count=24", 3, 16, 16);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void free() {
        manager.close();
    }

    /** Fast steps, so that bases that nothing holds leave orthonormality behind. */
    private static EvolutionOptions quick() {
        AdamOptions fast = new AdamOptions(1e-2, 0.5, 0.999, 1e-8);
        return EvolutionOptions.released()
                .withBatchSize(4)
                .withEvaluationSize(6)
                .withDiscriminatorSteps(1)
                .withAdam(fast, fast)
                .withSeed(3);
    }

    private static PartitionOptions briefly() {
        PartitionOptions robust = PartitionOptions.robust(3).withUpdates(1, 1).withImages(64, 4);
        return robust.withGan(robust.gan().withBatchSize(4));
    }

    private static double orthogonalityError(Generator generator) {
        return Subspace.of(generator).stream()
                .mapToDouble(Subspace::orthogonalityError)
                .max()
                .orElseThrow();
    }

    @Test
    void theChainSaysWhatIsEvolved(@TempDir Path folder) {
        List<Long> told = new ArrayList<>();
        try (Interpretable gan =
                Interpretable.wrap(Gan.of(SMALL.generator(manager, 5), SMALL.discriminator(manager, 6)))) {
            String ancestor = gan.generator().fingerprint();
            Evolve described = gan.evolve(3, quick())
                    .seed(9)
                    .listen(report -> told.add(report.step()))
                    .checkpoints(folder, 2)
                    .snapshots(1, 2);
            assertThat(described.toString()).contains(gan.generator().name(), "3 generations", "seed=9");
            assertThat(described.options().variation().penalty()).isEmpty();
            try (EvolvedGan evolved = described.train("drawn:faces?count=24");
                    EvolvedGan same = gan.evolve(3, quick()).seed(9).train(FACES)) {
                assertThat(evolved.history().generations())
                        .extracting(GenerationReport::step)
                        .containsExactly(1L, 2L, 3L);
                assertThat(told).containsExactly(1L, 2L, 3L);
                assertThat(evolved.snapshots()).hasSize(4);
                assertThat(Files.isDirectory(folder.resolve("checkpoint"))).isTrue();
                assertThat(evolved.generator().fingerprint())
                        .isEqualTo(same.generator().fingerprint())
                        .isNotEqualTo(ancestor);
                assertThat(gan.generator().fingerprint()).isEqualTo(ancestor);
            }
            assertThatIllegalArgumentException().isThrownBy(() -> gan.evolve(0));
        }
    }

    /** What evolved can be partitioned, and what was partitioned can evolve. */
    @Test
    void partitionAndEvolutionFollowEachOther() {
        try (Interpretable gan =
                        Interpretable.wrap(Gan.of(SMALL.generator(manager, 5), SMALL.discriminator(manager, 6)));
                EvolvedGan evolved = gan.evolve(2, quick()).train(FACES);
                InterpretableGan grouped =
                        Partition.of(evolved.gan(), briefly()).at("layer1").train(FACES);
                EvolvedGan again =
                        Evolve.of(Gan.of(grouped.generator()), 2, quick()).train(FACES)) {
            assertThat(grouped.mixture().filters()).isEqualTo(16);
            assertThat(again.generator().layers().names()).containsExactly("layer1", "layer2", "image");
            assertThat(List.of(
                            gan.generator().fingerprint(),
                            evolved.generator().fingerprint(),
                            grouped.generator().fingerprint(),
                            again.generator().fingerprint()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void anEigenGanKeepsItsBasesOrthonormal() {
        try (Interpretable gan = Interpretable.wrap(
                        Gan.of(SUBSPACES.generator(manager, 5), SUBSPACES.discriminator(manager, 6)));
                EvolvedGan held = gan.evolve(4, quick()).train(FACES);
                EvolvedGan free = gan.evolve(4, quick().withPenalty(new Orthogonality(0, Retraction.NONE)))
                        .train(FACES)) {
            assertThat(gan.evolve(4, quick()).options().variation().penalty()).contains(Orthogonality.RETRACTED);
            assertThat(orthogonalityError(free.generator())).as("not held").isGreaterThan(1e-2);
            assertThat(orthogonalityError(held.generator())).as("held").isLessThan(1e-5);
            assertThat(EigenGan.isOne(held.generator())).isTrue();
            assertThat(held.generator().fingerprint())
                    .isNotEqualTo(gan.generator().fingerprint());
        }
    }
}
