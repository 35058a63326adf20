package io.interp.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {

    @TempDir
    Path folder;

    @Test
    void roundTripsInTheStatedOrder() throws Exception {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("layers", "0-1");
        settings.put("top", 5L);
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("explained", List.of(0.5, 0.25));
        metrics.put("frechet", Double.NaN);
        ResultFile result = new ResultFile(
                "sefa",
                "0.1.0",
                Long.MAX_VALUE,
                settings,
                new ResultFile.Model("m.pt", "ab12"),
                List.of("directions.npy"),
                1.25,
                metrics);
        Path file = result.write(folder);
        assertThat(file).isEqualTo(folder.resolve("result.json"));
        assertThat(Json.read(file).keySet())
                .containsExactly(
                        "command", "version", "seed", "settings", "model", "files", "seconds", "metrics", "schema");
        ResultFile back = ResultFile.read(file);
        assertThat(back.settings()).isEqualTo(settings);
        assertThat(back.settings().keySet()).containsExactly("layers", "top");
        assertThat(back.metrics()).isEqualTo(Map.of("explained", List.of(0.5, 0.25), "frechet", "NaN"));
        assertThat(back.seed()).isEqualTo(Long.MAX_VALUE);
        assertThat(back.model()).isEqualTo(result.model());
        assertThat(back.files()).containsExactly("directions.npy");
        assertThat(back.seconds()).isEqualTo(1.25);
        String text = Files.readString(file);
        back.write(folder);
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void aCommandWithoutModelWritesNull() {
        Path file = new ResultFile("egan", "0.1.0", 0, Map.of(), null, List.of(), 0, Map.of()).write(folder);
        assertThat(Json.read(file).get("model").isJsonNull()).isTrue();
        assertThat(ResultFile.read(file).model()).isNull();
    }

    @Test
    void refusesBrokenFilesOneByOne() {
        Path file = new ResultFile("egan", "0.1.0", 0, Map.of(), null, List.of(), 0, Map.of()).write(folder);
        JsonObject whole = Json.read(file);
        for (String key : whole.keySet()) {
            JsonObject less = whole.deepCopy();
            less.remove(key);
            Json.write(file, less);
            assertThatThrownBy(() -> ResultFile.read(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("result.json")
                    .hasMessageContaining(key);
        }
        JsonObject newer = whole.deepCopy();
        newer.addProperty("schema", 2);
        Json.write(file, newer);
        assertThatThrownBy(() -> ResultFile.read(file)).hasMessageContaining("schema 2");
        JsonObject wrong = whole.deepCopy();
        wrong.addProperty("files", 1);
        Json.write(file, wrong);
        assertThatThrownBy(() -> ResultFile.read(file)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ResultFile("", "1", 0, Map.of(), null, List.of(), 0, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ResultFile("a", "1", 0, Map.of(), null, List.of(), Double.NaN, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
