package io.interp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npy;
import io.interp.core.io.ResultFile;
import io.interp.sefa.DirectionBundle;
import io.interp.sefa.Directions;
import io.interp.testkit.drawn.DrawnGan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directions of a saved generator. */
class SefaCommandTest {

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
    void writesDirectionsThatLoadAndPictures() throws Exception {
        CliRun run = CliRun.of("sefa", model, "--top", 2, "--measured", 4, "--samples", 2, "--out", folder);
        assertThat(run.code()).as(run.err()).isZero();

        HostArray vectors = Npy.read(folder.resolve("directions.npy"));
        assertThat(vectors.shape()).containsExactly(2, 6);
        double[] values = vectors.toDoubles();
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 2; b++) {
                double inner = 0;
                for (int j = 0; j < 6; j++) {
                    inner += values[a * 6 + j] * values[b * 6 + j];
                }
                assertThat(inner).isCloseTo(a == b ? 1 : 0, within(1e-9));
            }
        }
        double[] eigenvalues = Npy.read(folder.resolve("eigenvalues.npy")).toDoubles();
        assertThat(eigenvalues).hasSize(6);
        for (int i = 1; i < 6; i++) {
            assertThat(eigenvalues[i]).isLessThanOrEqualTo(eigenvalues[i - 1]);
        }
        // rows of length 1: the eigenvalues add up to the number of rows of A, 8 filters of 4 x 4
        assertThat(Arrays.stream(eigenvalues).sum()).isCloseTo(128, within(1e-6));

        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = GeneratorFiles.load(model, manager)) {
            Directions loaded = DirectionBundle.read(folder, generator);
            assertThat(loaded.cameFrom(generator)).isTrue();
            assertThat(loaded.toArray2d().toDoubles()).containsExactly(values);
        }
        ResultFile result = ResultFile.read(folder.resolve("result.json"));
        assertThat(result.files()).contains("report.html", "direction-000.png", "direction-001.gif", "directions.json");
        assertThat(result.files())
                .allSatisfy(name -> assertThat(folder.resolve(name)).exists());
        assertThat(result.metrics()).containsKeys("explained", "speed", "randomSpeed");
        assertThat(Files.readString(folder.resolve("report.html")).replace("http://www.w3.org/2000/svg", ""))
                .contains("<svg", "data:image/png", "Click on a column")
                .doesNotContain("http");
    }

    @Test
    void listsWeightsWithoutWork() {
        CliRun run = CliRun.of("sefa", model, "--list", "--out", folder.resolve("none"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("layer1");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void calibratedRangesDifferByDirection() {
        Path trained = folder.resolve("trained");
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = DrawnGan.generator(manager)) {
            generator.save(trained);
        }
        CliRun run = CliRun.of(
                "sefa", trained, "--top", 2, "--measured", 4, "--samples", 1, "--range", "calibrated", "--out", folder);
        assertThat(run.code()).as(run.err()).isZero();
        Directions loaded = DirectionBundle.read(folder);
        assertThat(loaded.get(0).range()).isNotEqualTo(loaded.get(1).range());
    }

    @Test
    void wrongUseIsSaidBeforeAnyWork() {
        for (String[] wrong : new String[][] {
            {"--range", "3"},
            {"--range", "3,-3"},
            {"--range", "a,b"},
            {"--normalise", "max"},
            {"--steps", "1"},
            {"--top", "0"}
        }) {
            CliRun run = CliRun.of("sefa", model, wrong[0], wrong[1], "--out", folder.resolve("none"));
            assertThat(run.code()).as(String.join(" ", wrong)).isEqualTo(2);
        }
        CliRun layer = CliRun.of("sefa", model, "--layers", "7", "--out", folder.resolve("none"));
        assertThat(layer.code()).isEqualTo(1);
        assertThat(layer.err()).contains("7");
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
