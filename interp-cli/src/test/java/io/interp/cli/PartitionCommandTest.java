package io.interp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.io.Json;
import io.interp.core.io.Npy;
import io.interp.core.io.ResultFile;
import io.interp.partition.InterpretableGan;
import io.interp.testkit.drawn.DrawnGan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One short retraining of the drawn generator, and swaps with what it wrote. */
class PartitionCommandTest {

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path model;
    private static Path run;
    private static CliRun partition;

    @BeforeAll
    static void retrain() {
        model = shared.resolve("model");
        run = shared.resolve("run");
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = DrawnGan.generator(manager)) {
            generator.save(model);
        }
        partition = partition(run, "--masks", "drawn");
    }

    private static CliRun partition(Path out, Object... more) {
        List<Object> args = new ArrayList<>(List.of("partition", model, "--out", out, "--layer", "layer1"));
        args.addAll(List.of("--data", "drawn:faces?count=100"));
        args.addAll(List.of(more));
        Map<String, Integer> small = Map.of(
                "--groups", 6, "--updates", 1, "--steps", 1, "--warm-up", 1, "--pairs", 2, "--images", 64, "--seed", 1);
        small.forEach((name, value) -> {
            if (!args.contains(name)) {
                args.addAll(List.of(name, value));
            }
        });
        return CliRun.of(args.toArray());
    }

    @Test
    void tellsWhatWasMeasured() {
        assertThat(partition.code()).as(partition.err()).isZero();
        JsonObject result = Json.read(run.resolve(ResultFile.NAME));
        assertThat(result.getAsJsonObject("settings").get("updates").getAsInt()).isEqualTo(1);
        JsonObject metrics = result.getAsJsonObject("metrics");
        assertThat(metrics.get("layer").getAsString()).isEqualTo("layer1");
        assertThat(metrics.get("groups").getAsInt()).isEqualTo(6);
        assertThat(metrics.get("groupsAlive").getAsInt()).isBetween(1, 6);
        for (String pair : List.of("sameGroupCosine", "otherGroupCosine", "frechet")) {
            assertThat(metrics.getAsJsonObject(pair).keySet()).as(pair).containsExactly("before", "after");
        }
        assertThat(metrics.getAsJsonObject("sameGroupCosine").get("before").getAsDouble())
                .isGreaterThan(metrics.getAsJsonObject("otherGroupCosine")
                        .get("before")
                        .getAsDouble());
        JsonObject locality = metrics.getAsJsonObject("locality");
        assertThat(locality.keySet()).contains("mouth");
        assertThat(locality.getAsJsonObject("mouth").keySet()).contains("ours", "collaging", "collagingUnion");
    }

    @Test
    void listsFilesThatAreThere() {
        List<String> files = ResultFile.read(run.resolve(ResultFile.NAME)).files();
        assertThat(files)
                .contains("generator", "groups.json", "mixture.safetensors", "report.html", "swap-mouth.png")
                .allSatisfy(name -> assertThat(run.resolve(name)).exists());
    }

    @Test
    void theGeneratorLoadsAsAModel() {
        Path generator = InterpretableGan.generatorIn(run);
        CliRun sampled = CliRun.of("sample", generator, "--n", 2, "--out", folder);
        assertThat(sampled.code()).as(sampled.err()).isZero();
        assertThat(Npy.read(folder.resolve("images.npy")).shape()).containsExactly(2, 3, 32, 32);
        try (NDManager manager = NDManager.newBaseManager();
                Generator trained = GeneratorFiles.load(generator, manager);
                Generator before = GeneratorFiles.load(model, manager)) {
            assertThat(trained.fingerprint()).isNotEqualTo(before.fingerprint());
        }
    }

    @Test
    void swapsAConceptAsItsGroups() {
        Path named = folder.resolve("named");
        Path numbered = folder.resolve("numbered");
        CliRun byName = CliRun.of("swap", run, "--concept", "mouth", "--out", named);
        assertThat(byName.code()).as(byName.err()).isZero();
        assertThat(named.resolve("swap.png")).exists();
        JsonObject metrics = Json.read(named.resolve(ResultFile.NAME)).getAsJsonObject("metrics");
        assertThat(metrics.get("meanSquaredChange").getAsDouble()).isPositive();
        String groups = metrics.get("groups").toString().replaceAll("[\\[\\] ]", "");

        CliRun byNumber = CliRun.of("swap", run, "--groups", groups, "--out", numbered);
        assertThat(byNumber.code()).as(byNumber.err()).isZero();
        assertThat(numbered.resolve("swap.npy")).hasSameBinaryContentAs(named.resolve("swap.npy"));
    }

    @Test
    void namesNearConceptsAndKnownGroups() {
        CliRun unknown = CliRun.of("swap", run, "--concept", "mouht", "--out", folder.resolve("a"));
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("mouht", "mouth");
        CliRun beyond = CliRun.of("swap", run, "--groups", "6", "--out", folder.resolve("b"));
        assertThat(beyond.code()).isEqualTo(1);
        assertThat(beyond.err()).contains("group 6", "0 to 5");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aMissingRunFails() {
        CliRun missing = CliRun.of("swap", folder.resolve("none"), "--groups", "1", "--out", folder.resolve("out"));
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("none", "groups.json");
        assertThat(CliRun.of("swap", run, "--out", folder).code()).isEqualTo(2);
        assertThat(CliRun.of("swap", run, "--groups", "1", "--concept", "mouth", "--out", folder)
                        .code())
                .isEqualTo(2);
    }

    @Test
    void comparesNumbersOfGroups() {
        Path out = folder.resolve("counts");
        CliRun both = partition(out, "--groups", "3,2", "--masks", "drawn");
        assertThat(both.code()).as(both.err()).isZero();
        assertThat(both.out()).contains("groups  alive");
        ResultFile result = ResultFile.read(out.resolve(ResultFile.NAME));
        assertThat(result.files())
                .contains("report.html", "groups-2/groups.json", "groups-3/report.html")
                .allSatisfy(name -> assertThat(out.resolve(name)).exists());
        JsonObject counts = Json.read(out.resolve(ResultFile.NAME))
                .getAsJsonObject("metrics")
                .getAsJsonObject("byGroups");
        assertThat(counts.keySet()).containsExactly("2", "3");
        assertThat(counts.getAsJsonObject("3").get("groupsAlive").getAsInt()).isBetween(1, 3);
        assertThat(out.resolve("report.html")).content().contains("2 groups", "3 groups", "mouth, out / in");

        CliRun twice = partition(folder.resolve("twice"), "--groups", "3,3");
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).contains("twice");
    }

    @Test
    void refusesBadSettingsBeforeWork() {
        Path out = folder.resolve("out");
        CliRun many = partition(out, "--groups", 129);
        assertThat(many.code()).isEqualTo(1);
        assertThat(many.err()).contains("128 filters", "129 groups");
        CliRun few = partition(out, "--images", 10);
        assertThat(few.code()).isEqualTo(1);
        assertThat(few.err()).contains("64 images", "10");
        assertThat(out).doesNotExist();
    }

    @Test
    void aSecondRunIntoTheFolderGivesTheSame() throws Exception {
        Path out = folder.resolve("twice");
        assertThat(partition(out).code()).isZero();
        byte[] groups = Files.readAllBytes(out.resolve("groups.json"));
        CliRun again = partition(out);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(out.resolve("groups.json")).hasBinaryContent(groups);
        assertThat(ResultFile.read(out.resolve(ResultFile.NAME)).files())
                .noneMatch(name -> name.startsWith("swap-") || name.equals("checkpoints"));
    }
}
