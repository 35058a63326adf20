package io.interp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.interp.core.io.HostArray;
import io.interp.core.io.Npy;
import io.interp.core.io.Npz;
import io.interp.core.io.ResultFile;
import io.interp.testkit.contract.SharedModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a generator published by others give what PyTorch recorded for it. */
class PublishedModelsTest {

    private static final String MODEL = "celeba32_dcgan_fletcher/generator.traced.pt";

    @TempDir
    private Path folder;

    private Path latents(Map<String, HostArray> reference) {
        Path file = folder.resolve("z.npy");
        Npy.write(file, reference.get("z"));
        return file;
    }

    @Test
    void sampleGivesTheImagesOfPyTorch() {
        Path model = SharedModels.require(MODEL);
        Map<String, HostArray> reference = Npz.read(model.resolveSibling("ref.npz"));
        Path out = folder.resolve("out");

        CliRun run = CliRun.of("sample", model, "--latents", latents(reference), "--out", out);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Npy.read(out.resolve("images.npy")).shape()).containsExactly(16, 3, 32, 32);
        assertClose(Npy.read(out.resolve("images.npy")), reference.get("image"), 16);
        assertThat(Npy.read(out.resolve("latents.npy")).toFloats())
                .containsExactly(reference.get("z").toFloats());
        assertThat(ResultFile.read(out.resolve("result.json")).model().name()).isEqualTo("celeba32_dcgan_fletcher");
    }

    @Test
    void captureGivesTheStageOfPyTorch() {
        Path model = SharedModels.require(MODEL);
        Map<String, HostArray> reference = Npz.read(model.resolveSibling("ref.npz"));
        Path out = folder.resolve("out");

        CliRun run = CliRun.of("capture", model, "--layer", "8", "--latents", latents(reference), "--out", out);

        assertThat(run.code()).as(run.err()).isZero();
        HostArray activation = Npy.read(out.resolve("activation.npy"));
        assertThat(activation.shape()).containsExactly(16, 64, 8, 8);
        assertClose(activation, reference.get("h08"), 2);
    }

    @Test
    void optionsStandInForTheDescription() throws Exception {
        Path model = SharedModels.require(MODEL);
        Path alone = Files.copy(model, folder.resolve("alone.pt"));

        CliRun bare = CliRun.of("layers", alone);
        assertThat(bare.code()).isEqualTo(1);
        assertThat(bare.err()).contains("alone.json").contains("\"dim\"");

        CliRun described = CliRun.of("layers", alone, "--latent", 100, "--prior", "uniform", "--range", "-1,1");
        assertThat(described.code()).as(described.err()).isZero();
        assertThat(described.out()).contains("latents 100 UNIFORM").contains("ConvTranspose2d");

        CliRun wrong = CliRun.of("layers", alone, "--latent", 7);
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err().lines()).hasSize(1);
    }

    @Test
    void aTruncatedFileIsRefusedInOneLine() throws Exception {
        Path model = SharedModels.require(MODEL);
        byte[] bytes = Files.readAllBytes(model);
        Path cut = folder.resolve("cut.pt");
        Path out = folder.resolve("out");
        for (int length : new int[] {0, 100, bytes.length / 2, bytes.length - 1}) {
            Files.write(cut, Arrays.copyOf(bytes, length));

            CliRun run = CliRun.of("sample", cut, "--latent", 100, "--out", out);

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).startsWith("interp: ").contains("cut.pt").doesNotContain("unexpected");
            assertThat(out).doesNotExist();
        }
    }

    private static void assertClose(HostArray actual, HostArray expected, int rows) {
        float[] a = actual.toFloats();
        float[] e = expected.toFloats();
        int count = (int) (actual.size() / actual.shape()[0] * rows);
        float scale = 0;
        float error = 0;
        for (int i = 0; i < count; i++) {
            scale = Math.max(scale, Math.abs(e[i]));
            error = Math.max(error, Math.abs(a[i] - e[i]));
        }
        assertThat(e).hasSize(count);
        assertThat(error / Math.max(1, scale)).isLessThan(1e-4f);
    }
}
