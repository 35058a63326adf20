package io.interp.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {

    // safetensors.numpy.save({'b': f4 2x2, 'a': u1 2, 'c': f8 scalar}, {'k': 'v'}) of the reference implementation.
    private static final String REFERENCE =
            "c0000000000000007b225f5f6d657461646174615f5f223a7b226b223a2276227d2c2263223a7b226474797065223a22463634222c"
                    + "227368617065223a5b5d2c22646174615f6f666673657473223a5b302c385d7d2c2262223a7b226474797065223a2246"
                    + "3332222c227368617065223a5b322c325d2c22646174615f6f666673657473223a5b382c32345d7d2c2261223a7b2264"
                    + "74797065223a225538222c227368617065223a5b325d2c22646174615f6f666673657473223a5b32342c32365d7d7d20"
                    + "2020200000000000000c400000803f00000040000040400000804001ff";

    @TempDir
    Path folder;

    @Test
    void readsAndWritesWhatTheReferenceDoes() throws IOException {
        Path file = folder.resolve("reference.safetensors");
        Files.write(file, HexFormat.of().parseHex(REFERENCE));
        SafeTensors content = SafeTensors.read(file);
        assertThat(content.metadata()).containsExactly(Map.entry("k", "v"));
        assertThat(content.arrays().keySet()).containsExactly("c", "b", "a");
        assertThat(content.array("b").toFloats()).containsExactly(1, 2, 3, 4);
        assertThat(content.array("b").shape()).containsExactly(2, 2);
        assertThat(content.array("a").toDoubles()).containsExactly(1, 255);
        assertThat(content.array("c").toDoubles()).containsExactly(3.5);
        assertThatThrownBy(() -> content.array("d")).hasMessageContaining("no array named d");

        Path written = folder.resolve("written.safetensors");
        SafeTensors.write(written, content.arrays(), content.metadata());
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(written))).isEqualTo(REFERENCE);
    }

    @Test
    void roundTripsAnyShapeAndType() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4);
        List<DataType> types = new ArrayList<>(RandomArrays.NPY_TYPES);
        types.add(DataType.FLOAT16);
        types.add(DataType.BFLOAT16);
        for (int trial = 0; trial < 30; trial++) {
            Map<String, HostArray> arrays = new LinkedHashMap<>();
            for (int i = random.nextInt(10); i > 0; i--) {
                arrays.put("layer." + i + ".\"w\u00e9ight\"", RandomArrays.draw(random, types));
            }
            Path file = folder.resolve("t.safetensors");
            SafeTensors.write(file, arrays, Map.of());
            SafeTensors back = SafeTensors.read(file);
            assertThat(back.arrays().keySet()).containsExactlyInAnyOrderElementsOf(arrays.keySet());
            arrays.forEach((name, array) -> {
                assertThat(back.array(name).dataType()).isEqualTo(array.dataType());
                assertThat(back.array(name).shape()).isEqualTo(array.shape());
                assertThat(back.array(name).bytes()).isEqualTo(array.bytes());
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]}} x | can't be parsed",
                "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]}} {} | can't be parsed",
                "[1] | does not start with",
                "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'a':{'dtype':'U8','shape':[0],'data_offsets':[8,8]}} "
                        + "| twice",
                "{'a':{'dtype':'X9','shape':[8],'data_offsets':[0,8]}} | type X9",
                "{'a':{'dtype':'U8','shape':[8]}} | lacks",
                "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0]}} | lacks",
                "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8],'more':1}} | unknown field",
                "{'a':{'dtype':'U8','dtype':'U8','shape':[8],'data_offsets':[0,8]}} | two fields",
                "{'a':{'dtype':'U8','shape':[-8],'data_offsets':[0,8]}} | negative",
                "{'a':{'dtype':'U8','shape':[7],'data_offsets':[0,8]}} | needs 7 bytes",
                "{'a':{'dtype':'F32','shape':[8],'data_offsets':[0,8]}} | needs 32 bytes",
                "{'a':{'dtype':'U8','shape':[8],'data_offsets':[8,0]}} | needs 8 bytes",
                "{'a':{'dtype':'U8','shape':[7],'data_offsets':[0,7]}} | cover 7 bytes",
                "{'a':{'dtype':'U8','shape':[9],'data_offsets':[0,9]}} | cover 9 bytes",
                "{'a':{'dtype':'U8','shape':[7],'data_offsets':[1,8]}} | overlap or leave a gap",
                "{'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'b':{'dtype':'U8','shape':[5],'data_offsets':[3,8]}} "
                        + "| overlap or leave a gap",
                "{'a':{'dtype':'F64','shape':[4611686018427387904,4],'data_offsets':[0,8]}} | too large",
                "{'__metadata__':{'k':1}} | not a text",
                "{'__metadata__':{'k':'a','k':'b'}} | twice",
                "{} | cover 0 bytes",
                "{'a' | can't be parsed",
            })
    void refusesBadHeaders(String header, String message) throws IOException {
        Path file = write(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8), 0);
        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad.safetensors")
                .hasMessageContaining(message);
    }

    @Test
    void refusesBadLengthsAndText() throws IOException {
        Path longer = write("{}".getBytes(StandardCharsets.UTF_8), 100);
        assertThatThrownBy(() -> SafeTensors.read(longer)).hasMessageContaining("claims a header of 102 bytes");
        Path negative = write("{}".getBytes(StandardCharsets.UTF_8), -100);
        assertThatThrownBy(() -> SafeTensors.read(negative)).hasMessageContaining("claims a header");
        Path latin = write(new byte[] {'{', (byte) 0xe9, '}'}, 0);
        assertThatThrownBy(() -> SafeTensors.read(latin)).hasMessageContaining("UTF-8");
        Path tiny = folder.resolve("tiny");
        Files.write(tiny, new byte[7]);
        assertThatThrownBy(() -> SafeTensors.read(tiny)).hasMessageContaining("too few");
        assertThatThrownBy(() ->
                        SafeTensors.write(tiny, Map.of("__metadata__", HostArray.of(new float[1], 1)), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Eight bytes of data behind the header, whose length field is off by the given number. */
    private Path write(byte[] header, int lengthError) throws IOException {
        Path file = folder.resolve("bad.safetensors");
        Files.write(
                file,
                ByteBuffer.allocate(8 + header.length + 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length + lengthError)
                        .put(header)
                        .array());
        return file;
    }
}
