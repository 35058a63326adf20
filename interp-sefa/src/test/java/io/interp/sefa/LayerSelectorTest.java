package io.interp.sefa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerSelectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "all; 0 1 2 3 4 5 6 7",
                "ALL; 0 1 2 3 4 5 6 7",
                "3; 3",
                "0,2; 0 2",
                "0-1; 0 1",
                "6-; 6 7",
                "-2; 0 1 2",
                "5, 0 - 1 ,5; 0 1 5",
                "7,-1,3-4; 0 1 3 4 7",
                "2-2; 2",
                "0-; 0 1 2 3 4 5 6 7"
            })
    void textsNameLayers(String text, String expected) {
        List<Integer> numbers =
                Arrays.stream(expected.split(" ")).map(Integer::valueOf).toList();
        assertThat(LayerSelector.parse(text).select(8)).isEqualTo(numbers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "a", "1,", ",1", "1--2", "1-2-3", "1.5", "all,1", "12345"})
    void otherTextsAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayerSelector.parse(text))
                .withMessageContaining("layers must be 'all'");
    }

    @Test
    void backwardRangesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayerSelector.parse("4-2"))
                .withMessageContaining("write 2-4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "0,8", "6-8", "-8", "8-"})
    void layersThatAreNotThereAreRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayerSelector.parse(text).select(8))
                .withMessageContaining("layer 8")
                .withMessageContaining("0 to 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayerSelector.parse("1").select(1))
                .withMessageContaining("is only layer 0");
    }

    @Test
    void selectorsAreValues() {
        assertThat(LayerSelector.of(2, 4).select(6)).containsExactly(2, 4);
        assertThat(LayerSelector.of(2, 4))
                .isEqualTo(LayerSelector.parse("2, 4"))
                .hasToString("2,4");
        assertThat(LayerSelector.parse(" 6 - ")).hasToString("6-");
        assertThat(LayerSelector.parse("0-").isAll()).isTrue();
    }
}
