package io.interp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.interp.core.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to stop saves a checkpoint that training goes on from exactly. */
class InterruptedTrainingTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern STOPPED = Pattern.compile("interrupted at step (\\d+)");

    @TempDir
    private Path folder;

    private List<String> arguments(Path out, long steps) {
        return List.of(("train --size 8 --width 8 --narrowest 4 --latent 3 --batch 4 --checkpoint-every 1000000"
                        + " --samples-every 20 --data " + folder.resolve("pictures") + " --out " + out + " --steps "
                        + steps)
                .split(" "));
    }

    @Test
    void terminationSavesACheckpoint() throws Exception {
        Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < 6; i++) {
            BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(i, i, 0xffffff >> i);
            Png.write(folder.resolve("pictures").resolve(i + ".png"), picture);
        }
        Path out = folder.resolve("out");
        Path log = folder.resolve("log.txt");
        Process process = start(arguments(out, 100_000_000), log);
        try {
            awaitFile(out.resolve("samples/step-000020.png"), process, log);
            process.destroy();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        Matcher stopped = STOPPED.matcher(Files.readString(log));
        assertThat(stopped.find()).as(Files.readString(log)).isTrue();
        long step = Long.parseLong(stopped.group(1));
        assertThat(process.exitValue()).isNotZero();
        assertThat(out.resolve("result.json")).doesNotExist();
        List<String> again = new ArrayList<>(arguments(out, step + 3));
        again.add("--resume");
        CliRun resumed = CliRun.of(again.toArray());
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("going on from step " + step);
    }

    private static Process start(List<String> arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-Djava.awt.headless=true", "-Dai.djl.offline=true"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void awaitFile(Path file, Process process, Path log) throws Exception {
        Instant until = Instant.now().plus(PATIENCE);
        while (!Files.exists(file)) {
            assertThat(process.isAlive()).as(() -> read(log)).isTrue();
            assertThat(Instant.now()).as(() -> read(log)).isBefore(until);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "no log: " + e;
        }
    }
}
