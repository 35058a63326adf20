package io.interp.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interp.core.image.Png;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSourcesTest {

    @TempDir
    Path folder;

    /** Installed in the tests' META-INF/services. */
    public static final class FlatProvider implements ImageSourceProvider {
        @Override
        public String scheme() {
            return "flat";
        }

        @Override
        public ImageSource open(String name, Map<String, String> options, int channels, int height, int width) {
            return new Flat(name + options, channels, height, width);
        }
    }

    private record Flat(String name, int channels, int height, int width) implements ImageSource {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public void read(int index, float[] into, int offset) {
            Arrays.fill(into, offset, offset + valuesPerImage(), 0.5f);
        }
    }

    @Test
    void opensPathsAndSchemes() throws Exception {
        Files.write(folder.resolve("a.png"), Png.bytes(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB)));
        assertThat(ImageSources.open(folder.toString(), 3, 4, 4).size()).isEqualTo(1);
        ImageSource flat = ImageSources.open("flat:faces?count=3&style=a=b", 1, 2, 5);
        assertThat(flat.name()).isEqualTo("faces{count=3, style=a=b}");
        assertThat(flat.width()).isEqualTo(5);
        assertThat(ImageSources.open("flat:faces", 1, 2, 5).name()).isEqualTo("faces{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "nowhere/at/all.zip", "C:\\images", "Flat:x", "", "a\0b"})
    void namesWhatIsNotThere(String spec) {
        assertThatThrownBy(() -> ImageSources.open(spec, 3, 4, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no such folder or zip")
                .hasMessageContaining("flat");
    }

    @Test
    void listsKnownSchemes() {
        assertThatThrownBy(() -> ImageSources.open("flatt:x", 3, 4, 4))
                .hasMessageContaining("scheme flatt")
                .hasMessageContaining("known are [flat]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flat:x?a", "flat:x?=1", "flat:x?a=1&a=2", "flat:x?a=1&"})
    void refusesLooseOptions(String spec) {
        assertThatThrownBy(() -> ImageSources.open(spec, 3, 4, 4)).hasMessageContaining("key=value");
    }
}
