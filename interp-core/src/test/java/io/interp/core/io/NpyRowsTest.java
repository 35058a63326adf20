package io.interp.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written by rows are those written at once. */
class NpyRowsTest {

    private static final int ROWS = 7;
    private static final int WIDTH = 6;

    @TempDir
    private Path folder;

    private static HostArray rows(int from, int count) {
        double[] values = new double[count * WIDTH];
        Arrays.setAll(values, i -> Math.sin(from * WIDTH + i));
        return HostArray.of(values, count, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50})
    void sameBytesWhateverTheBlocks(int block) {
        Path whole = folder.resolve("whole.npy");
        Path parts = folder.resolve("parts.npy");
        Npy.write(whole, rows(0, ROWS));

        NpyRows.write(
                parts,
                DataType.FLOAT64,
                new long[] {ROWS, 2, 3},
                from -> rows((int) from, (int) Math.min(block, ROWS - from)));

        assertThat(parts).hasSameBinaryContentAs(whole);
    }

    @Test
    void rowsThatDoNotFitLeaveNoFile() throws IOException {
        Path file = folder.resolve("a.npy");
        long[] shape = {ROWS, 2, 3};
        HostArray floats = HostArray.of(new float[6], 1, 2, 3);
        HostArray narrow = HostArray.of(new double[4], 1, 2, 2);
        HostArray none = HostArray.of(new double[0], 0, 2, 3);

        for (HostArray bad : new HostArray[] {floats, narrow, none, rows(0, ROWS + 1)}) {
            assertThatThrownBy(() -> NpyRows.write(file, DataType.FLOAT64, shape, from -> bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(bad.toString());
        }
        assertThatThrownBy(() -> NpyRows.write(file, DataType.FLOAT64, new long[0], from -> floats))
                .isInstanceOf(IllegalArgumentException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
