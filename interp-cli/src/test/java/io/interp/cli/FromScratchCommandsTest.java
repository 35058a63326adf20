package io.interp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.interp.core.io.HostArray;
import io.interp.core.io.Json;
import io.interp.core.io.Npy;
import io.interp.core.io.ResultFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that train generators from scratch by EigenGAN and E-GAN, in their shortest form. */
class FromScratchCommandsTest {

    @TempDir
    private Path folder;

    private JsonObject metrics() {
        return Json.read(folder.resolve(ResultFile.NAME)).getAsJsonObject("metrics");
    }

    @Test
    void evolvesPoints() {
        CliRun run = CliRun.of(
                "egan", "--data", "ring8", "--mutations", "minimax,heuristic", "--steps", 40, "--out", folder);
        assertThat(run.code()).as(run.err()).isZero();
        JsonObject metrics = metrics();
        assertThat(metrics.get("generations").getAsInt()).isEqualTo(40);
        assertThat(metrics.get("modes").getAsInt()).isBetween(0, 8);
        assertThat(metrics.get("highQuality").getAsDouble()).isBetween(0.0, 1.0);
        assertThat(metrics.get("mmd").getAsDouble()).isFinite();
        JsonObject wins = metrics.getAsJsonObject("wins");
        assertThat(wins.keySet()).containsExactlyInAnyOrder("minimax", "heuristic");
        assertThat(wins.get("minimax").getAsDouble() + wins.get("heuristic").getAsDouble())
                .isCloseTo(1, within(1e-12));
        assertThat(ResultFile.read(folder.resolve(ResultFile.NAME)).files())
                .contains("generator", "evolution.gif", "report.html")
                .allSatisfy(name -> assertThat(folder.resolve(name)).exists());
    }

    @Test
    void evolvesImages() {
        CliRun run = CliRun.of(
                "egan",
                "--data",
                "drawn:faces?count=300",
                "--size",
                16,
                "--width",
                32,
                "--steps",
                2,
                "--images",
                64,
                "--out",
                folder);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(metrics().get("frechet").getAsDouble()).isPositive();
        CliRun sampled = CliRun.of("sample", folder.resolve("generator"), "--n", 2, "--out", folder.resolve("s"));
        assertThat(sampled.code()).as(sampled.err()).isZero();
        Path further = folder.resolve("further");
        CliRun again = CliRun.of(
                "egan",
                "--data",
                "drawn:faces?count=300",
                "--model",
                folder.resolve("generator"),
                "--mutations",
                "hinge,heuristic",
                "--fitness",
                "pairwise",
                "--crossover",
                "--selection",
                "plus",
                "--evaluation",
                6,
                "--batch",
                4,
                "--discriminator-steps",
                1,
                "--learning-rate",
                0.001,
                "--steps",
                2,
                "--images",
                64,
                "--out",
                further);
        assertThat(again.code()).as(again.err()).isZero();
        JsonObject result = Json.read(further.resolve(ResultFile.NAME));
        assertThat(result.getAsJsonObject("metrics").getAsJsonObject("wins").keySet())
                .containsAnyOf("hinge", "heuristic", "crossover", "parent");
        assertThat(again.out()).contains("plus selection", "PairwiseFitness[lambda=0.05]");
        assertThat(result.getAsJsonObject("settings").get("selection").getAsString())
                .isEqualTo("plus");
    }

    @Test
    void trainsAnEigenGanAndGoesOnWithIt() {
        Object[] args = {
            "eigengan",
            "--data",
            "drawn:faces?count=64",
            "--size",
            16,
            "--steps",
            4,
            "--batch",
            4,
            "--dimensions",
            5,
            "--learning-rate",
            0.001,
            "--decay-from",
            0.5,
            "--images",
            40,
            "--checkpoint-every",
            2,
            "--report-every",
            2,
            "--out",
            folder
        };
        CliRun run = CliRun.of(args);
        assertThat(run.code()).as(run.err()).isZero();
        JsonObject metrics = metrics();
        assertThat(metrics.get("steps").getAsInt()).isEqualTo(4);
        assertThat(metrics.get("orthogonalityError").getAsDouble()).isLessThan(1e-3);
        assertThat(metrics.getAsJsonArray("importance"))
                .hasSize(2)
                .allSatisfy(layer -> assertThat(layer.getAsJsonArray()).hasSize(5));
        assertThat(metrics.get("frechet").getAsDouble()).isPositive();
        List<String> files = ResultFile.read(folder.resolve(ResultFile.NAME)).files();
        assertThat(files)
                .contains("generator", "report.html", "traversals/L1D1.png", "traversals/L2D1.gif")
                .allSatisfy(name -> assertThat(folder.resolve(name)).exists());
        assertThat(metrics.getAsJsonObject("attributes").keySet()).anyMatch(name -> name.contains("yaw"));
        CliRun again = CliRun.of(
                Stream.concat(Arrays.stream(args), Stream.of("--segmenter", "drawn:faces", "--parts", "hair,nose"))
                        .toArray());
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(metrics().get("steps").getAsInt()).isEqualTo(4);
        JsonObject attributes = metrics().getAsJsonObject("attributes");
        assertThat(attributes.keySet()).hasSize(10).contains("hair area", "nose right");
        JsonObject area = attributes.getAsJsonObject("hair area");
        assertThat(area.get("dimension").getAsString()).matches("L[12]D\\d");
        assertThat(area.get("correlation").getAsDouble()).isBetween(-1.0, 1.0);
        assertThat(area.get("entropy").getAsDouble()).isNotNegative();
        factorisesTheNoise(64, 64 + 2 * 5);
    }

    /** SeFa of an EigenGAN looks at the step that its noise takes; the coordinates of subspaces are directions already. */
    private void factorisesTheNoise(int noise, int latents) {
        Path out = folder.resolve("sefa");
        CliRun run = CliRun.of(
                "sefa",
                folder.resolve("generator"),
                "--top",
                2,
                "--steps",
                3,
                "--samples",
                2,
                "--measured",
                4,
                "--out",
                out);
        assertThat(run.code()).as(run.err()).isZero();
        HostArray directions = Npy.read(out.resolve("directions.npy"));
        assertThat(directions.shape()).containsExactly(2L, (long) latents);
        double[] first = Arrays.copyOf(directions.toDoubles(), latents);
        assertThat(Arrays.stream(first, 0, noise).map(x -> x * x).sum()).isCloseTo(1, within(1e-6));
        assertThat(Arrays.copyOfRange(first, noise, latents)).containsOnly(0);
    }

    @Test
    void refusesBadSettings() {
        Path out = folder.resolve("out");
        CliRun mutation = CliRun.of("egan", "--data", "ring8", "--mutations", "minmax", "--out", out);
        assertThat(mutation.code()).isEqualTo(2);
        assertThat(mutation.err()).contains("minmax", "minimax");
        CliRun random = CliRun.of("egan", "--data", "ring8", "--selection", "random", "--crossover", "--out", out);
        assertThat(random.code()).isEqualTo(2);
        assertThat(random.err()).contains("crossover");
        CliRun judged = CliRun.of("egan", "--data", "ring8", "--evaluation", 1, "--out", out);
        assertThat(judged.code()).isEqualTo(2);
        CliRun width = CliRun.of("egan", "--data", "drawn:faces", "--model", folder, "--width", 64, "--out", out);
        assertThat(width.code()).isEqualTo(2);
        assertThat(width.err()).contains("has its own");
        CliRun size = CliRun.of("eigengan", "--data", "drawn:faces", "--size", 48, "--out", out);
        assertThat(size.code()).isEqualTo(2);
        CliRun dimensions = CliRun.of("eigengan", "--data", "drawn:faces", "--dimensions", 65, "--out", out);
        assertThat(dimensions.code()).isEqualTo(2);
        assertThat(dimensions.err()).contains("65");
        CliRun rate = CliRun.of("eigengan", "--data", "drawn:faces", "--learning-rate", -1, "--out", out);
        assertThat(rate.code()).isEqualTo(2);
        assertThat(rate.err()).contains("learning rate");
        CliRun decay = CliRun.of("eigengan", "--data", "drawn:faces", "--decay-from", 2, "--out", out);
        assertThat(decay.code()).isEqualTo(2);
        CliRun parts = CliRun.of("eigengan", "--data", "drawn:faces", "--parts", "hair", "--out", out);
        assertThat(parts.code()).isEqualTo(2);
        assertThat(parts.err()).contains("--segmenter");
        CliRun part = CliRun.of(
                "eigengan", "--data", "drawn:faces", "--segmenter", "drawn:faces", "--parts", "hare", "--out", out);
        assertThat(part.code()).isEqualTo(1);
        assertThat(part.err()).contains("hare", "hair");
        CliRun few = CliRun.of(
                "eigengan", "--data", "drawn:faces?count=3", "--size", 16, "--steps", 2, "--batch", 8, "--out", out);
        assertThat(few.code()).isEqualTo(1);
        CliRun missing = CliRun.of("egan", "--data", folder.resolve("none").toString(), "--out", out);
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("none");
        CliRun ring = CliRun.of("egan", "--data", "ring9", "--out", out);
        assertThat(ring.code()).isEqualTo(1);
        assertThat(ring.err()).contains("ring9", "points in the plane are ring8 and grid25");
        assertThat(out).doesNotExist();
    }
}
