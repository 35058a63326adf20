package io.interp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.interp.core.Edit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every example as a person would, on the GAN that comes with the library. */
class ExamplesTest {

    @TempDir
    private Path out;

    private String run(Consumer<String[]> example, String... more) {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            example.accept(more);
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private int colours(String file) throws Exception {
        BufferedImage picture = ImageIO.read(out.resolve(file).toFile());
        return (int) Arrays.stream(
                        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()))
                .distinct()
                .count();
    }

    @Test
    void findsDirections() {
        assertThat(run(FindDirections::main, "--out", out.toString())).contains("layer1", "direction-3.png");
        assertThat(out.resolve("direction-0.png")).exists();
    }

    @Test
    void dissectsAndRemoves() throws Exception {
        assertThat(run(DissectAndRemove::main, "--short", "--out", out.toString()))
                .contains("units interpretable", "that cause 'hair'", "removed.png");
        assertThat(colours("removed.png")).isGreaterThan(100);
    }

    @Test
    void trainsAnEigenGan() {
        assertThat(run(TrainAnEigenGan::main, "--short", "--out", out.toString()))
                .contains("L1D1", "wrote");
    }

    @Test
    void evolvesAGenerator() {
        assertThat(run(EvolveAGenerator::main, "--short", "--out", out.toString()))
                .contains("heuristic", "evolution.gif");
        assertThat(out.resolve("evolution.gif")).exists();
    }

    @Test
    void listsLayers() {
        assertThat(run(ListLayers::main)).contains("layer1", "layer2", "layer3", "(48, 16, 16)");
    }

    @Test
    void hooksALayer() throws Exception {
        assertThat(run(HookALayer::main, "--layer", "layer3", "--out", out.toString()))
                .contains("layer layer3 gives (1, 48, 16, 16)");
        assertThat(colours("maps.png")).isGreaterThan(100);
    }

    @Test
    void editsUnits() throws Exception {
        assertThat(run(EditUnits::main, "--layer", "layer2", "--out", out.toString()))
                .contains("16 of the 64 units of layer2 ablated");
        Edit both = Edit.load(out.resolve("edit.json"));
        float[] alpha = both.alpha().toFloats(); // [64, 8, 8]
        assertThat(both.layer()).isEqualTo("layer2");
        assertThat(alpha[0]).isOne();
        assertThat(alpha[7]).isOne();
        assertThat(alpha[63 * 64]).isOne();
        assertThat(alpha[63 * 64 + 7]).isZero();
        assertThat(colours("edits.png")).isGreaterThan(100);
    }

    @Test
    void partitionsAndSwaps() throws Exception {
        assertThat(run(PartitionAndSwap::main, "--short", "--out", out.toString()))
                .contains("update 2: cosine", "mouth");
        assertThat(out.resolve("partition").resolve("groups.json")).exists();
        assertThat(colours("swap.png")).isGreaterThan(100);
    }
}
