package io.interp.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {

    // Written by numpy.save / numpy.lib.format.write_array of NumPy 2.4.
    private static final String FLOATS_2X3 =
            "934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f"
                    + "72646572273a2046616c73652c20277368617065273a2028322c2033292c207d" + "20".repeat(58)
                    + "0a000000000000c03f000000c0a69b443b0000807f0000e040";
    private static final String BIG_ENDIAN_FORTRAN_2X3 =
            "934e554d5059010076007b276465736372273a20273e6934272c2027666f7274"
                    + "72616e5f6f72646572273a20547275652c20277368617065273a2028322c2033292c207d" + "20".repeat(59)
                    + "0a0000000100000004fffffffe000000050000000300000258";
    private static final String BOOLEANS_VERSION_2 =
            "934e554d50590200740000007b276465736372273a20277c6231272c2027666f7274"
                    + "72616e5f6f72646572273a2046616c73652c20277368617065273a2028332c292c207d" + "20".repeat(58)
                    + "0a010001";
    private static final String SCALAR_VERSION_3 =
            "934e554d50590300740000007b276465736372273a20273c6638272c2027666f727472"
                    + "616e5f6f72646572273a2046616c73652c20277368617065273a2028292c207d" + "20".repeat(60)
                    + "0a0000000000000440";

    @TempDir
    Path folder;

    @Test
    void writesWhatNumpyWrites() throws IOException {
        HostArray array = HostArray.of(new float[] {0, 1.5f, -2, 3e-3f, Float.POSITIVE_INFINITY, 7}, 2, 3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, array);
        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(FLOATS_2X3);
    }

    @Test
    void readsWhatNumpyWrote() throws IOException {
        HostArray floats = read(FLOATS_2X3);
        assertThat(floats.shape()).containsExactly(2, 3);
        assertThat(floats.toFloats()).containsExactly(0, 1.5f, -2, 3e-3f, Float.POSITIVE_INFINITY, 7);

        HostArray columns = read(BIG_ENDIAN_FORTRAN_2X3);
        assertThat(columns.dataType()).isEqualTo(DataType.INT32);
        assertThat(columns.shape()).containsExactly(2, 3);
        assertThat(columns.toDoubles()).containsExactly(1, -2, 3, 4, 5, 600);

        HostArray flags = read(BOOLEANS_VERSION_2);
        assertThat(flags.dataType()).isEqualTo(DataType.BOOLEAN);
        assertThat(flags.toDoubles()).containsExactly(1, 0, 1);

        HostArray scalar = read(SCALAR_VERSION_3);
        assertThat(scalar.shape()).isEmpty();
        assertThat(scalar.toDoubles()).containsExactly(2.5);
    }

    @Test
    void roundTripsAnyShapeAndType() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        Path file = folder.resolve("a.npy");
        for (int trial = 0; trial < 200; trial++) {
            HostArray array = RandomArrays.draw(random, RandomArrays.NPY_TYPES);
            Npy.write(file, array);
            HostArray back = Npy.read(file);
            assertThat(back.dataType()).isEqualTo(array.dataType());
            assertThat(back.shape()).isEqualTo(array.shape());
            assertThat(back.bytes()).isEqualTo(array.bytes());
        }
    }

    @Test
    void transposesColumnMajorArraysOfAnyRank() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(2);
        for (int trial = 0; trial < 50; trial++) {
            int a = 1 + random.nextInt(4);
            int b = 1 + random.nextInt(4);
            int c = 1 + random.nextInt(4);
            ByteBuffer data = ByteBuffer.allocate(a * b * c);
            for (int k = 0; k < c; k++) {
                for (int j = 0; j < b; j++) {
                    for (int i = 0; i < a; i++) {
                        data.put((byte) ((i * b + j) * c + k)); // the row-major position, in column-major order
                    }
                }
            }
            HostArray array = readText("|u1", "True", "(" + a + ", " + b + ", " + c + ")", data.array());
            double[] values = array.toDoubles();
            for (int position = 0; position < values.length; position++) {
                assertThat(values[position]).isEqualTo(position);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } trailing ~ bad npy header",
                "{'descr': '<f4', 'fortran_order': False} ~ bad npy header",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'extra': True} ~ bad npy header",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)} ~ names descr twice",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)} ~ bad npy header",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)} ~ elements of type",
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,)} ~ elements of type",
                "{'descr': '<f4', 'fortran_order': '1', 'shape': (2,)} ~ fortran_order",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2)} ~ bad shape",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)} ~ bad npy header",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3)} ~ bad shape",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)} ~ bad shape",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4)} ~ too large",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000,)} ~ more than the",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} ~ cut short",
                "__import__('os').system('true') ~ bad npy header",
            })
    void refusesBadHeaders(String header, String message) {
        assertThatThrownBy(() -> Npy.read(new ByteArrayInputStream(file(header, new byte[8])), "x.npy", 1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x.npy")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 7, 9, 40, 127, 150})
    void refusesEveryTruncation(int length) throws IOException {
        Path file = folder.resolve("cut.npy");
        byte[] whole = HexFormat.of().parseHex(FLOATS_2X3);
        Files.write(file, Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut.npy");
    }

    @Test
    void refusesTrailingBytesOtherVersionsAndUnknownTypes() throws IOException {
        Path file = folder.resolve("odd.npy");
        byte[] whole = HexFormat.of().parseHex(FLOATS_2X3);
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> Npy.read(file)).hasMessageContaining("bytes after the array");
        whole[6] = 4;
        Files.write(file, whole);
        assertThatThrownBy(() -> Npy.read(file)).hasMessageContaining("npy version 4");
        assertThatThrownBy(() -> Npy.read(folder.resolve("none.npy")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.npy");
        HostArray half = new HostArray(DataType.FLOAT16, new long[] {1}, ByteBuffer.allocate(2));
        assertThatThrownBy(() -> Npy.write(file, half))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("float16");
    }

    private static HostArray read(String hex) throws IOException {
        return Npy.read(new ByteArrayInputStream(HexFormat.of().parseHex(hex)), "numpy", 1000);
    }

    private static HostArray readText(String type, String fortran, String shape, byte[] data) throws IOException {
        String header = "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + "}";
        return Npy.read(new ByteArrayInputStream(file(header, data)), "made", 1000);
    }

    private static byte[] file(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(10 + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .put(data)
                .array();
    }
}
