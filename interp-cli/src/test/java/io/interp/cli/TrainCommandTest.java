package io.interp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.interp.core.image.Png;
import io.interp.core.io.ResultFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training from a folder of pictures, stopped and resumed. */
class TrainCommandTest {

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void draw() throws IOException {
        pictures = Files.createDirectory(folder.resolve("pictures"));
        Random random = new Random(1);
        for (int i = 0; i < 10; i++) {
            BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 64; p++) {
                picture.setRGB(p % 8, p / 8, random.nextInt(1 << 24));
            }
            Png.write(pictures.resolve(i + ".png"), picture);
        }
    }

    private CliRun train(Path out, Object... more) {
        List<Object> args = new ArrayList<>(List.of("train", "--data", pictures, "--out", out));
        args.addAll(List.of(more));
        Map<String, Integer> small =
                Map.of("--size", 8, "--width", 8, "--narrowest", 4, "--latent", 3, "--batch", 4, "--seed", 2);
        small.forEach((name, value) -> {
            if (!args.contains(name)) {
                args.addAll(List.of(name, value));
            }
        });
        return CliRun.of(args.toArray());
    }

    @Test
    void writesAGeneratorThatOtherCommandsRead() {
        Path out = folder.resolve("out");

        CliRun run = train(out, "--steps", 5, "--samples-every", 2);

        assertThat(run.code()).as(run.err()).isZero();
        ResultFile result = ResultFile.read(out.resolve("result.json"));
        assertThat(result.files())
                .contains(
                        "generator",
                        "discriminator",
                        "checkpoint.safetensors",
                        "samples/step-000002.png",
                        "samples/step-000004.png",
                        "samples/step-000005.png");
        result.files().forEach(name -> assertThat(out.resolve(name)).exists());
        assertThat(result.metrics())
                .containsEntry("steps", 5L)
                .containsKeys("discriminatorLoss", "generatorLoss", "realScore", "fakeScore", "r1", "stepsPerSecond");
        assertThat(result.settings()).containsEntry("batch", 4L).containsEntry("r1", 0.5);
        Path sampled = folder.resolve("sampled");
        assertThat(CliRun.of("sample", out.resolve("generator"), "--out", sampled)
                        .code())
                .isZero();
        assertThat(ResultFile.read(sampled.resolve("result.json")).model()).isEqualTo(result.model());
    }

    @Test
    void aResumedRunEndsAtTheSameBytes() {
        Path straight = folder.resolve("straight");
        Path resumed = folder.resolve("resumed");

        assertThat(train(straight, "--steps", 12).code()).isZero();
        assertThat(train(resumed, "--steps", 7).code()).isZero();
        CliRun run = train(resumed, "--steps", 12, "--resume");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("going on from step 7");
        for (String name : List.of(
                "generator/weights.safetensors",
                "discriminator/weights.safetensors",
                "checkpoint.safetensors",
                "samples/step-000012.png")) {
            assertThat(resumed.resolve(name)).hasSameBinaryContentAs(straight.resolve(name));
        }
        assertThat(resumed.resolve("samples/step-000007.png")).exists();
        assertThat(ResultFile.read(resumed.resolve("result.json")).files()).contains("samples/step-000007.png");
    }

    @Test
    void aCheckpointIsNotLostToANewRun() throws IOException {
        Path out = folder.resolve("out");
        assertThat(train(out, "--steps", 2).code()).isZero();
        byte[] before = Files.readAllBytes(out.resolve("checkpoint.safetensors"));

        CliRun again = train(out, "--steps", 3);
        CliRun otherBatch = train(out, "--steps", 3, "--resume", "--batch", 5);
        CliRun otherWidth = train(out, "--steps", 3, "--resume", "--width", 16);

        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("--resume");
        assertThat(otherBatch.code()).isEqualTo(1);
        assertThat(otherBatch.err()).contains("other settings").contains("batch 4, now 5");
        assertThat(otherWidth.code()).isEqualTo(1);
        assertThat(otherWidth.err()).contains("width 8, now 16").doesNotContain("batch");
        assertThat(out.resolve("checkpoint.safetensors")).hasBinaryContent(before);
        assertThat(ResultFile.read(out.resolve("result.json")).metrics()).containsEntry("steps", 2L);
    }

    @Test
    void resumingNothingStartsAnewAndSaysSo() {
        CliRun run = train(folder.resolve("out"), "--steps", 1, "--resume");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("starting at step 0");
    }
}
