package io.interp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.interp.core.Generator;
import io.interp.core.io.Json;
import io.interp.core.io.Npy;
import io.interp.core.io.ResultFile;
import io.interp.dissect.Dissection;
import io.interp.testkit.drawn.DrawnGan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DissectCommandTest {

    @TempDir
    static Path shared;

    @TempDir
    private Path folder;

    private static Path model;

    @BeforeAll
    static void save() {
        model = shared.resolve("model");
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = DrawnGan.generator(manager)) {
            generator.save(model);
        }
    }

    private static JsonObject metrics(Path folder) {
        return Json.read(folder.resolve(ResultFile.NAME)).getAsJsonObject("metrics");
    }

    @Test
    void dissectsTwoLayers() {
        CliRun run = CliRun.of(
                "dissect",
                model,
                "--layer",
                "layer2,layer3",
                "--segmenter",
                "drawn:faces",
                "--samples",
                40,
                "--merge",
                "head=skin+nose",
                "--out",
                folder);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("layer2", "layer3", "units interpretable");
        assertThat(Npy.read(folder.resolve("layer3/iou.npy")).shape()).containsExactly(48, 6);
        assertThat(Npy.read(folder.resolve("layer2/thresholds.npy")).shape()).containsExactly(64, 6);
        assertThat(folder.resolve("layer2/labels.json")).exists();
        JsonObject metrics = metrics(folder);
        assertThat(metrics.get("interpretableUnits").getAsInt()).isPositive();
        assertThat(metrics.getAsJsonObject("classes").keySet())
                .contains("head", "hair")
                .doesNotContain("nose");
        assertThat(metrics.getAsJsonObject("classes")
                        .getAsJsonObject("hair")
                        .get("bestIou")
                        .getAsDouble())
                .isGreaterThan(metrics.getAsJsonObject("classes")
                        .getAsJsonObject("hair")
                        .get("chanceIou")
                        .getAsDouble());
        List<String> files = ResultFile.read(folder.resolve(ResultFile.NAME)).files();
        assertThat(files)
                .contains("layer2", "layer3", "dissection.json", "report.html")
                .allSatisfy(name -> assertThat(folder.resolve(name)).exists());
        assertThat(Dissection.load(folder).layer("layer3").units()).hasSize(48);
        assertThat(folder.resolve("passes.safetensors")).doesNotExist();
    }

    @Test
    void sameSeedSameCounts() {
        Object[] args = {
            "dissect", model, "--layer", "layer2", "--segmenter", "drawn", "--samples", 10, "--threshold", "0.05"
        };
        Path first = folder.resolve("a");
        Path second = folder.resolve("b");
        for (Path out : List.of(first, second)) {
            Object[] all = Arrays.copyOf(args, args.length + 2);
            all[args.length] = "--out";
            all[args.length + 1] = out;
            assertThat(CliRun.of(all).code()).isZero();
        }
        assertThat(first.resolve("layer2/iou.npy")).hasSameBinaryContentAs(second.resolve("layer2/iou.npy"));
    }

    @Test
    void intervenes() {
        CliRun run = CliRun.of(
                "intervene",
                model,
                "--layer",
                "layer3",
                "--segmenter",
                "drawn",
                "--class",
                "hair",
                "--units",
                6,
                "--samples",
                60,
                "--out",
                folder);
        assertThat(run.code()).as(run.err()).isZero();
        JsonObject metrics = metrics(folder);
        assertThat(metrics.getAsJsonArray("units")).hasSize(6);
        JsonObject removed = metrics.getAsJsonObject("removed").getAsJsonObject("hair");
        assertThat(removed.keySet()).containsExactlyInAnyOrder("causal", "iou", "random");
        assertThat(removed.get("causal").getAsDouble())
                .isGreaterThan(removed.get("random").getAsDouble());
        for (String file : List.of("ranking.json", "curves.json", "contexts.json", "ablation.json", "report.html")) {
            assertThat(folder.resolve(file)).exists();
        }
    }

    @Test
    void repairs() {
        CliRun run = CliRun.of(
                "repair",
                model,
                "--layer",
                "layer2",
                "--list",
                "3,5",
                "--reference",
                "drawn:faces?count=80",
                "--images",
                80,
                "--out",
                folder);
        assertThat(run.code()).as(run.err()).isZero();
        JsonObject metrics = metrics(folder);
        assertThat(metrics.getAsJsonArray("units")).hasSize(2);
        assertThat(metrics.getAsJsonObject("frechet").keySet()).containsExactly("before", "after", "random");
        assertThat(folder.resolve("edit.json")).exists();
        assertThat(folder.resolve("repaired.png")).exists();
    }

    @Test
    void refusesWhatDoesNotFit() {
        Path out = folder.resolve("out");
        CliRun layer = CliRun.of("dissect", model, "--layer", "layer9", "--segmenter", "drawn", "--out", out);
        assertThat(layer.code()).isEqualTo(1);
        assertThat(layer.err()).contains("layer9", "layer3");
        CliRun merge = CliRun.of(
                "dissect", model, "--layer", "layer2", "--segmenter", "drawn", "--merge", "eyes", "--out", out);
        assertThat(merge.code()).isEqualTo(2);
        assertThat(merge.err()).contains("NAME=A+B");
        CliRun concept = CliRun.of(
                "intervene", model, "--layer", "layer2", "--segmenter", "drawn", "--class", "hiar", "--out", out);
        assertThat(concept.code()).isEqualTo(1);
        assertThat(concept.err()).contains("hiar", "hair");
        CliRun units = CliRun.of(
                "intervene",
                model,
                "--layer",
                "layer2",
                "--segmenter",
                "drawn",
                "--class",
                "hair",
                "--units",
                "x",
                "--out",
                out);
        assertThat(units.code()).isEqualTo(2);
        CliRun colour = CliRun.of("repair", model, "--layer", "layer2", "--colour", "cyan", "--out", out);
        assertThat(colour.code()).isEqualTo(2);
        assertThat(colour.err()).contains("00d0ff");
        CliRun missing =
                CliRun.of("dissect", model, "--layer", "layer2", "--segmenter", folder.resolve("no.pt"), "--out", out);
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("no.pt");
        assertThat(out).doesNotExist();
    }
}
