package io.interp.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.Pass;
import io.interp.core.block.Dcgan;
import io.interp.core.io.HostArray;
import io.interp.core.io.Json;
import io.interp.core.tensor.GradScope;
import io.interp.partition.concept.Concept;
import io.interp.partition.concept.Concepts;
import io.interp.partition.energy.LangevinOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Swaps, names and files of a grouped generator. */
class InterpretableGanTest {

    private static final Dcgan SMALL = new Dcgan(4, 16, 3, 16, 8);
    private static final String LAYER = "layer2";
    private static final Concept FIRST = Concept.of("first", 0);
    private static final Concept OTHERS = Concept.of("others", 1, 2);

    @TempDir
    private Path folder;

    private NDManager manager;
    private Generator generator;
    private InterpretableGan gan;

    @BeforeEach
    void group() {
        manager = NDManager.newBaseManager();
        generator = SMALL.generator(manager, 5);
        gan = new PartitionStrategy(LAYER, SmallRuns.options(3, 1), SmallRuns.faces())
                .untouched(Gan.of(generator))
                .name(new Concepts(3, List.of(FIRST, OTHERS)));
    }

    @AfterEach
    void free() {
        gan.close();
        generator.close();
        manager.close();
    }

    @Test
    void aSavedRunSwapsTheSame() {
        gan.save(folder);
        try (InterpretableGan loaded = InterpretableGan.load(folder, savedGenerator())) {
            assertThat(loaded.layer()).isEqualTo(LAYER);
            assertThat(loaded.concepts()).containsExactly(FIRST, OTHERS);
            assertThat(loaded.mixture().assignment())
                    .containsExactly(gan.mixture().assignment());
            assertThat(loaded.options().images()).isEqualTo(64);
            assertThat(loaded.options().seed()).isEqualTo(gan.options().seed());
            assertThat(loaded.history()).isEmpty();
            assertThat(loaded.cosine()).isEqualTo(gan.cosine());
            assertThat(swapped(loaded).bytes()).isEqualTo(swapped(gan).bytes());
            assertThat(groupMeans(loaded).bytes()).isEqualTo(groupMeans(gan).bytes());
        }
    }

    /** The energy model goes along with a trained run, so a loaded one refines and revises alike. */
    @Test
    void aSavedTrainedRunRevisesTheSame() {
        PartitionStrategy strategy = new PartitionStrategy(LAYER, SmallRuns.options(3, 3), SmallRuns.faces());
        try (InterpretableGan trained = strategy.apply(Gan.of(generator))) {
            trained.save(folder);
            try (InterpretableGan loaded = InterpretableGan.load(folder, savedGenerator())) {
                assertThat(loaded.hasEnergy()).isTrue();
                assertThat(revised(loaded)).containsExactly(revised(trained));
            }
        }
    }

    private float[] revised(InterpretableGan of) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray z = of.generator().latents().sample(scope, 1, 2);
            float[] revised = of.revised(z, LangevinOptions.DEFAULT, 4).toFloatArray();
            assertThat(revised).isNotEqualTo(z.toFloatArray());
            return revised;
        }
    }

    @Test
    void stabilityComparesWithOtherSeeds() {
        assertThat(gan.stability(3)).hasSize(3).allSatisfy(agreement -> {
            assertThat(agreement.filters()).isEqualTo(gan.mixture().filters());
            assertThat(agreement.adjustedRand()).isBetween(-1.0, 1.0);
        });
    }

    /** Swapping replaces the maps of the concept's filters by the other image's, and no others. */
    @Test
    void aSwapIsTheImageOfExchangedMaps() {
        try (NDManager scope = manager.newSubManager();
                GradScope off = GradScope.off()) {
            Generator rectified = gan.generator();
            NDArray from = rectified.latents().sample(scope, 1, 3);
            NDArray into = rectified.latents().sample(scope, 2, 3);
            float[] given = rectified.activation(from, LAYER, Pass.INFERENCE).toFloatArray();
            NDArray received = rectified.activation(into, LAYER, Pass.INFERENCE); // [3, M, h, w]
            float[] mixed = received.toFloatArray();
            int filters = gan.mixture().filters();
            int positions = mixed.length / (3 * filters);
            int[] groups = gan.mixture().assignment();
            for (int i = 0; i < mixed.length; i++) {
                mixed[i] = groups[i / positions % filters] == 0 ? given[i] : mixed[i];
            }
            NDArray expected = rectified.resume(into, LAYER, scope.create(mixed, received.getShape()));
            assertThat(gan.swap(scope, FIRST, from, into).result().toFloatArray())
                    .containsExactly(expected.toFloatArray());
        }
    }

    @Test
    void refusesTheGroupsOfAnotherGenerator() {
        gan.save(folder);
        try (Generator other = SMALL.generator(manager, 6)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> InterpretableGan.load(folder, other))
                    .withMessageContaining("another generator");
        }
    }

    @Test
    void refusesAFileThatTellsNoGroups() throws Exception {
        gan.save(folder);
        Path groups = folder.resolve(InterpretableGan.GROUPS_FILE);
        JsonObject json = Json.read(groups);
        try (Generator saved = savedGenerator()) {
            json.remove("concepts");
            Files.writeString(groups, json.toString());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> InterpretableGan.load(folder, saved))
                    .withMessageContaining("concepts");
            Files.writeString(groups, "{\"format\": \"other\"}");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> InterpretableGan.load(folder, saved))
                    .withMessageContaining("interp-groups");
        }
    }

    @Test
    void refusesConceptsOfAnotherNumberOfGroups() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gan.name(new Concepts(4, List.of())))
                .withMessageContaining("4 groups");
        assertThat(gan.concepts()).containsExactly(FIRST, OTHERS);
    }

    @Test
    void printsItsGroupsWithSizesAndNames() {
        int[] sizes = gan.mixture().sizes();
        assertThat(gan.toString().lines())
                .hasSize(4)
                .anyMatch(line -> line.contains(LAYER) && line.contains("8 filters in 3 groups"))
                .anyMatch(line -> line.matches(" *group +0 +" + sizes[0] + " filters +first"))
                .anyMatch(line -> line.matches(" *group +2 +" + sizes[2] + " filters +others"));
    }

    private Generator savedGenerator() {
        return GeneratorFiles.load(InterpretableGan.generatorIn(folder), manager);
    }

    private HostArray swapped(InterpretableGan of) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray from = of.generator().latents().sample(scope, 1, 2);
            NDArray into = of.generator().latents().sample(scope, 2, 2);
            return HostArray.copyOf(of.swap(scope, OTHERS, from, into).result());
        }
    }

    private HostArray groupMeans(InterpretableGan of) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray z = of.generator().latents().sample(scope, 1, 2);
            return HostArray.copyOf(of.groups().means(of.generator().activation(z, LAYER, Pass.INFERENCE)));
        }
    }
}
