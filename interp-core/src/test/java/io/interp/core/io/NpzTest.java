package io.interp.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {

    @TempDir
    Path folder;

    @Test
    void roundTripsAndKeepsOrder() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        Map<String, HostArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < 30; i++) {
            arrays.put("part/" + (30 - i), RandomArrays.draw(random, RandomArrays.NPY_TYPES));
        }
        Path file = folder.resolve("a.npz");
        Npz.write(file, arrays);
        Map<String, HostArray> back = Npz.read(file);
        assertThat(back.keySet()).containsExactlyElementsOf(arrays.keySet());
        back.forEach((name, array) -> {
            assertThat(array.shape()).isEqualTo(arrays.get(name).shape());
            assertThat(array.dataType()).isEqualTo(arrays.get(name).dataType());
            assertThat(array.bytes()).isEqualTo(arrays.get(name).bytes());
        });
        byte[] first = Files.readAllBytes(file);
        Npz.write(file, arrays);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void readsDeflatedEntries() throws IOException {
        HostArray array = HostArray.of(new double[1000], 10, 100);
        Path file = zip(ZipEntry.DEFLATED, Map.of("x.npy", npy(array)));
        assertThat(Files.size(file)).isLessThan(1000);
        assertThat(Npz.read(file).get("x").toDoubles()).isEqualTo(new double[1000]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.npy", "/x.npy", "a/../../x.npy", "a//x.npy", "..\\x.npy", "./x.npy"})
    void refusesNamesThatLeaveTheArchive(String name) throws IOException {
        Path file = zip(ZipEntry.DEFLATED, Map.of(name, npy(HostArray.of(new double[1], 1))));
        assertThatThrownBy(() -> Npz.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not allowed");
        String arrayName = name.substring(0, name.length() - 4);
        assertThatThrownBy(() ->
                        Npz.write(folder.resolve("out.npz"), Map.of(arrayName, HostArray.of(new double[1], 1))))
                .hasMessageContaining("is not allowed");
    }

    @Test
    void holdsLimitsAgainstABomb() throws IOException {
        byte[] zeros = npy(HostArray.of(new double[100_000], 100_000));
        Path file = zip(ZipEntry.DEFLATED, Map.of("a.npy", zeros, "b.npy", zeros));
        assertThat(Npz.read(file, new ArchiveLimits(2, 800_000, 1_600_000))).hasSize(2);
        assertThatThrownBy(() -> Npz.read(file, new ArchiveLimits(1, 1 << 30, 1 << 30)))
                .hasMessageContaining("2 entries, at most 1");
        assertThatThrownBy(() -> Npz.read(file, new ArchiveLimits(2, 799_999, 1 << 30)))
                .hasMessageContaining("claims 800000 bytes");
        assertThatThrownBy(() -> Npz.read(file, new ArchiveLimits(2, 1 << 30, 1_599_999)))
                .hasMessageContaining("more than the 799999");
    }

    @Test
    void refusesOtherContentTruncationAndUnwritableTypes() throws IOException {
        Path other = zip(ZipEntry.DEFLATED, Map.of("readme.txt", new byte[] {1}));
        assertThatThrownBy(() -> Npz.read(other)).hasMessageContaining("readme.txt");
        Path longer = zip(ZipEntry.DEFLATED, Map.of("x.npy", Arrays.copyOf(npy(HostArray.of(new double[1], 1)), 200)));
        assertThatThrownBy(() -> Npz.read(longer)).hasMessageContaining("bytes after the array");
        byte[] whole = Files.readAllBytes(zip(ZipEntry.DEFLATED, Map.of("x.npy", npy(HostArray.of(new double[1], 1)))));
        Path cut = folder.resolve("cut.npz");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 30));
        assertThatThrownBy(() -> Npz.read(cut))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut.npz");
        HostArray half = new HostArray(DataType.FLOAT16, new long[] {1}, ByteBuffer.allocate(2));
        Path never = folder.resolve("never.npz");
        assertThatThrownBy(() -> Npz.write(never, Map.of("half", half))).hasMessageContaining("float16");
        assertThat(never).doesNotExist();
    }

    private Path zip(int method, Map<String, byte[]> entries) throws IOException {
        Path file = Files.createTempFile(folder, "made", ".npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(method);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    private static byte[] npy(HostArray array) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, array);
        return out.toByteArray();
    }
}
