package io.interp.testkit.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.testkit.drawn.scene.DrawnScenes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawnImagesTest {

    private static final String SPEC = "drawn:faces?count=20&seed=3";

    private static float[] read(ImageSource source, int index) {
        float[] values = new float[source.valuesPerImage() + 2];
        Arrays.fill(values, 9);
        source.read(index, values, 1);
        assertThat(values[0]).isEqualTo(9);
        assertThat(values[values.length - 1]).isEqualTo(9);
        return Arrays.copyOfRange(values, 1, values.length - 1);
    }

    @Test
    void readsExactlyThePaintedFaces() {
        ImageSource source = ImageSources.open(SPEC, 3, 32, 32);
        DrawnFaces faces = new DrawnFaces(32, 20, 3);
        assertThat(source.size()).isEqualTo(20);
        assertThat(source.channels()).isEqualTo(3);
        assertThat(source.height()).isEqualTo(32);
        assertThat(source.width()).isEqualTo(32);
        assertThat(source.name()).isEqualTo(SPEC);
        for (int i = 0; i < 20; i++) {
            assertThat(read(source, i)).isEqualTo(faces.pixels(i));
        }
    }

    @Test
    void readsExactlyThePaintedScenes() {
        String spec = "drawn:scenes?count=12&seed=3";
        ImageSource source = ImageSources.open(spec, 3, 64, 64);
        DrawnScenes scenes = new DrawnScenes(64, 12, 3);
        assertThat(source.size()).isEqualTo(12);
        assertThat(source.height()).isEqualTo(64);
        assertThat(source.width()).isEqualTo(64);
        assertThat(source.name()).isEqualTo(spec);
        for (int i = 0; i < 12; i++) {
            assertThat(read(source, i)).isEqualTo(scenes.pixels(i));
        }
        assertThat(ImageSources.open("drawn:scenes", 1, 32, 32).name()).isEqualTo("drawn:scenes?count=4000&seed=0");
    }

    @Test
    void greyIsTheLumaOfTheColours() {
        ImageSource grey = ImageSources.open("drawn:faces?count=3", 1, 21, 21);
        float[] colours = new DrawnFaces(21, 3, 0).pixels(2);
        float[] values = read(grey, 2);
        assertThat(values).hasSize(21 * 21);
        for (int i = 0; i < values.length; i++) {
            double luma = 0.299 * colours[i] + 0.587 * colours[441 + i] + 0.114 * colours[882 + i];
            assertThat((double) values[i]).isCloseTo(luma, offset(1e-6));
        }
    }

    @Test
    void manyThreadsMayAskFirst() {
        ImageSource source = ImageSources.open("drawn:faces?count=8&seed=4", 3, 16, 16);
        DrawnFaces faces = new DrawnFaces(16, 8, 4);
        List<float[]> read = IntStream.range(0, 32)
                .parallel()
                .mapToObj(i -> read(source, i % 8))
                .toList();
        for (int i = 0; i < 32; i++) {
            assertThat(read.get(i)).isEqualTo(faces.pixels(i % 8));
        }
    }

    @Test
    void optionsHaveDefaults() {
        ImageSource source = ImageSources.open("drawn:faces", 3, 16, 16);
        assertThat(source.size()).isEqualTo(4000);
        assertThat(source.name()).isEqualTo("drawn:faces?count=4000&seed=0");
    }

    @Test
    void refusesWhatItCannotDraw() {
        refused("drawn:houses", 3, 32, 32, "drawn:faces and drawn:scenes");
        refused("drawn:scenes", 3, 16, 16, "16");
        refused("drawn:scenes?trees=3", 3, 64, 64, "trees");
        refused("drawn:faces?size=3", 3, 32, 32, "size");
        refused("drawn:faces?count=0", 3, 32, 32, "got 0");
        refused("drawn:faces?count=many", 3, 32, 32, "many");
        refused("drawn:faces?seed=0.5", 3, 32, 32, "0.5");
        refused("drawn:faces", 2, 32, 32, "got 2");
        refused("drawn:faces", 3, 32, 64, "square");
        refused("drawn:faces", 3, 8, 8, "8");
        ImageSource source = ImageSources.open(SPEC, 3, 16, 16);
        assertThatThrownBy(() -> read(source, 20)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> source.read(0, new float[10], 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static void refused(String spec, int channels, int height, int width, String says) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageSources.open(spec, channels, height, width))
                .withMessageContaining(says);
    }
}
