package io.interp.core.block.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import io.interp.core.block.Architecture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void sizesAreChecked() {
        for (int wrong : new int[] {0, 4, 24, 2048, -8}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StyleGan2.of(wrong))
                    .withMessageContaining("power of two from 8 to 1024, got " + wrong);
            assertThatIllegalArgumentException().isThrownBy(() -> StyleGan.of(wrong));
            assertThatIllegalArgumentException().isThrownBy(() -> Pggan.of(wrong));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pggan(8, 4, 2, ChannelTable.GROWN, Upsampling.NEAREST, false))
                .withMessageContaining("1 or 3 channels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pggan(64, 4, 3, new ChannelTable(32, 8), Upsampling.NEAREST, false))
                .withMessageContaining("no map at resolution 64");
        assertThatIllegalArgumentException().isThrownBy(() -> new Mapping(5, 0, 5, 8, 0.01));
        assertThatIllegalArgumentException().isThrownBy(() -> new Mapping(5, 5, 5, 8, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Truncation(1.5, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Truncation(Double.NaN, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Truncation(0.5, -1));
        assertThat(ChannelTable.CONFIG_F.at(1024)).isEqualTo(32);
        assertThat(ChannelTable.GROWN.at(1024)).isEqualTo(16);
    }

    @Test
    void wrongSettingsAreNamed() {
        List<Architecture> architectures = List.of(
                new PgganArchitecture(),
                new StyleGanArchitecture(),
                new StyleGan2Architecture(),
                new BigGanArchitecture(),
                new BigGanDeepArchitecture());
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Architecture architecture : architectures) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> architecture.build(manager, Map.of()))
                        .withMessageContaining("\"resolution\", a number, got null");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> architecture.build(manager, Map.of("resolution", 16.5)))
                        .withMessageContaining("a whole number, got 16.5");
            }
        }
    }
}
