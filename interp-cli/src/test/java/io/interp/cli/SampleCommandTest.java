package io.interp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.Pass;
import io.interp.core.io.HostArray;
import io.interp.core.io.Json;
import io.interp.core.io.Npy;
import io.interp.core.io.ResultFile;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers, samples and captures of a saved generator. */
class SampleCommandTest {

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path model;

    @BeforeAll
    static void save() {
        model = SavedGenerator.in(shared);
    }

    @Test
    void writesWhatItSaysItWrote() throws Exception {
        CliRun run = CliRun.of("sample", model, "--n", 9, "--seed", 3, "--out", folder);

        assertThat(run.code()).as(run.err()).isZero();
        ResultFile result = ResultFile.read(folder.resolve("result.json"));
        assertThat(result.command()).isEqualTo("sample");
        assertThat(result.version()).isEqualTo(Version.number()).doesNotContain("$");
        assertThat(result.seed()).isEqualTo(3);
        assertThat(result.settings())
                .containsEntry("n", 9L)
                .containsEntry("device", "cpu")
                .containsEntry("model", model.toString());
        assertThat(result.files()).containsExactlyInAnyOrder("images.npy", "grid.png", "latents.npy");
        assertThat(result.metrics()).containsEntry("images", 9L).containsKeys("minimum", "maximum", "mean");
        try (var entries = Files.list(folder)) {
            assertThat(entries.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("images.npy", "grid.png", "latents.npy", "result.json");
        }
        assertThat(run.out().lines())
                .containsExactlyInAnyOrder(
                        folder.resolve("images.npy").toString(),
                        folder.resolve("grid.png").toString(),
                        folder.resolve("latents.npy").toString(),
                        folder.resolve("result.json").toString());
        BufferedImage grid = ImageIO.read(folder.resolve("grid.png").toFile());
        assertThat(grid.getWidth()).isEqualTo(3 * 64 + 2 * 2);
    }

    /** Three samples make two ways of eight steps; the strip has a row for each, of nine images. */
    @Test
    void walksFromSampleToSample() throws Exception {
        CliRun run = CliRun.of("sample", model, "--n", 3, "--seed", 5, "--interpolate", 3, "--out", folder);

        assertThat(run.code()).as(run.err()).isZero();
        ResultFile result = ResultFile.read(folder.resolve("result.json"));
        assertThat(result.files()).contains("interpolation.png", "interpolation.gif");
        assertThat((Double) result.metrics().get("smoothness")).isBetween(1.0, 16.0);
        BufferedImage strip = ImageIO.read(folder.resolve("interpolation.png").toFile());
        BufferedImage grid = ImageIO.read(folder.resolve("grid.png").toFile());
        assertThat(strip.getWidth()).isEqualTo(9 * 64 + 8 * 2);
        assertThat(strip.getHeight()).isEqualTo(2 * 64 + 2);
        // Sample 1 ends the first way and begins the second; it is the second image of the grid.
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                int expected = grid.getRGB(66 + x, y);
                assertThat(strip.getRGB(8 * 66 + x, y)).isEqualTo(expected);
                assertThat(strip.getRGB(x, 66 + y)).isEqualTo(expected);
            }
        }
        CliRun one = CliRun.of("sample", model, "--interpolate", 1, "--out", folder.resolve("one"));
        assertThat(one.code()).isEqualTo(2);
        assertThat(folder.resolve("one")).doesNotExist();
    }

    @Test
    void imagesAreThoseOfTheGenerator() {
        // 150 latents take three batches
        CliRun run = CliRun.of("sample", model, "--n", 150, "--seed", 4, "--out", folder);

        assertThat(run.code()).as(run.err()).isZero();
        HostArray images = Npy.read(folder.resolve("images.npy"));
        HostArray latents = Npy.read(folder.resolve("latents.npy"));
        assertThat(images.shape()).containsExactly(150, 3, 16, 16);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = GeneratorFiles.load(model, manager)) {
            NDArray z = generator.latents().sample(manager, 4, 150);
            assertThat(latents.toFloats()).containsExactly(z.toFloatArray());
            NDArray difference = generator.generate(z).sub(images.toNDArray(manager));
            assertThat(difference.abs().max().getFloat()).isLessThan(1e-6f);
        }
    }

    @Test
    void aFileOfLatentsGivesTheSameImages() {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        assertThat(CliRun.of("sample", model, "--n", 5, "--out", first).code()).isZero();
        double[] asDoubles = Npy.read(first.resolve("latents.npy")).toDoubles();
        Path latents = folder.resolve("z.npy");
        Npy.write(latents, HostArray.of(asDoubles, 5, 6));

        CliRun run = CliRun.of("sample", model, "--latents", latents, "--out", second);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(second.resolve("images.npy")).hasSameBinaryContentAs(first.resolve("images.npy"));
        assertThat(second.resolve("grid.png")).hasSameBinaryContentAs(first.resolve("grid.png"));
    }

    @Test
    void captureKeepsTheOutputOfALayer() {
        CliRun run = CliRun.of("capture", model, "--layer", "layer2", "--n", 70, "--out", folder);

        assertThat(run.code()).as(run.err()).isZero();
        HostArray activation = Npy.read(folder.resolve("activation.npy"));
        assertThat(activation.shape()).containsExactly(70, 4, 8, 8);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = GeneratorFiles.load(model, manager)) {
            NDArray z = Npy.read(folder.resolve("latents.npy")).toNDArray(manager);
            NDArray expected = generator.activation(z, "layer2", Pass.INFERENCE);
            NDArray difference = expected.sub(activation.toNDArray(manager));
            assertThat(difference.abs().max().getFloat()).isLessThan(1e-6f);
            assertThat(expected.max().getFloat()).isPositive();
        }
        assertThat(ResultFile.read(folder.resolve("result.json")).files()).contains("activation.npy");
    }

    @Test
    void layersPrintsATableAndWritesItOnlyWhereAsked() throws Exception {
        CliRun printed = CliRun.of("layers", model);
        assertThat(printed.code()).isZero();
        assertThat(printed.out()).contains("layer1", "layer2", "image");

        CliRun written = CliRun.of("layers", model, "--out", folder);
        assertThat(written.code()).isZero();
        var layers = Json.read(folder.resolve("layers.json")).getAsJsonArray("layers");
        assertThat(layers).hasSize(3);
        assertThat(layers.get(1).getAsJsonObject().get("name").getAsString()).isEqualTo("layer2");
        assertThat(layers.get(1).getAsJsonObject().get("output").toString()).isEqualTo("[4,8,8]");
        assertThat(ResultFile.read(folder.resolve("result.json")).files()).containsExactly("layers.json");
    }

    @Test
    void aFailedRunLeavesNoOlderResultThatLooksLikeItsOwn() throws Exception {
        assertThat(CliRun.of("sample", model, "--n", 2, "--out", folder).code()).isZero();
        Files.delete(folder.resolve("grid.png"));
        Files.createDirectories(folder.resolve("grid.png/taken")); // so the picture can't be written

        assertThat(CliRun.of("sample", model, "--n", 2, "--out", folder).code()).isEqualTo(1);

        assertThat(folder.resolve("result.json")).doesNotExist();
        try (var entries = Files.list(folder)) {
            assertThat(entries.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
    }

    @Test
    void sameSeedSameBytes() {
        Path[] outs = {folder.resolve("a"), folder.resolve("b")};
        Arrays.stream(outs).forEach(out -> CliRun.of("sample", model, "--n", 4, "--seed", 8, "--out", out));
        assertThat(outs[0].resolve("images.npy")).hasSameBinaryContentAs(outs[1].resolve("images.npy"));
    }
}
