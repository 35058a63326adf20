package io.interp.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    enum Prior {
        NORMAL
    }

    private record Options(int groups, Prior prior, List<Double> range) {}

    @TempDir
    Path folder;

    @Test
    void writesReadableText() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("z", new Options(8, Prior.NORMAL, List.of(-1.0, 1.0)));
        value.put("a", List.of(Map.of("b", 1, "a", 0.1f), List.of()));
        value.put("text", "<a href=\"x\">\u00e9\n");
        value.put("none", null);
        value.put("path", Path.of("a", "b"));
        assertThat(Json.text(value)).isEqualTo("""
                {
                  "z": {
                    "groups": 8,
                    "prior": "NORMAL",
                    "range": [-1.0, 1.0]
                  },
                  "a": [
                    {
                      "a": 0.1,
                      "b": 1
                    },
                    []
                  ],
                  "text": "<a href=\\"x\\">\u00e9\\n",
                  "none": null,
                  "path": "a/b"
                }
                """);
        assertThat(Json.compact(Map.of("k", new int[] {1, 2}))).isEqualTo("{\"k\":[1,2]}");
    }

    @Test
    void numbersThatJsonLacksSurviveAsTexts() {
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -0.0, Double.MIN_VALUE};
        JsonObject back = Json.parse(Json.text(Map.of("x", odd, "f", Float.NaN)), "test");
        double[] values = new double[odd.length];
        Arrays.setAll(values, i -> back.getAsJsonArray("x").get(i).getAsDouble());
        assertThat(values).containsExactly(odd);
        assertThat(back.get("f").getAsString()).isEqualTo("NaN");
    }

    @Test
    void longsKeepEveryDigit() {
        JsonObject back = Json.parse(Json.text(Map.of("seed", Long.MIN_VALUE, "max", Long.MAX_VALUE)), "test");
        assertThat(Json.plain(back)).isEqualTo(Map.of("seed", Long.MIN_VALUE, "max", Long.MAX_VALUE));
        assertThat(Json.plain(Json.parse("{\"n\": 9223372036854775808}", "test")))
                .isEqualTo(Map.of("n", 0x1p63));
    }

    @Test
    void unorderedMapsAndSetsAreSorted() {
        Map<String, Integer> many = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            many.put("key" + (i * 37 % 50 + 10), i);
        }
        assertThat(List.copyOf(Json.parse(Json.text(many), "test").keySet())).isSorted();
        assertThat(Json.compact(Set.of("c", "a", "b"))).isEqualTo("[\"a\",\"b\",\"c\"]");
    }

    @Test
    void refusesWhatItCannotWrite() {
        assertThatThrownBy(() -> Json.text(new Object())).hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> Json.text(Map.of(1, 2))).hasMessageContaining("key");
        Map<String, Object> cycle = new LinkedHashMap<>();
        cycle.put("self", cycle);
        assertThatThrownBy(() -> Json.text(cycle)).hasMessageContaining("cycle");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[1]",
                "{",
                "{\"a\":1}x",
                "{\"a\":1,\"a\":2}",
                "{a:1}",
                "{\"a\":NaN}",
                "{\"a\":1,}",
                "// c\n{}",
                "{\"a\":01}"
            })
    void refusesLooseText(String text) throws Exception {
        Path file = folder.resolve("bad.json");
        Files.writeString(file, text);
        assertThatThrownBy(() -> Json.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad.json");
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> Json.parse("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}", "deep"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deep");
    }
}
