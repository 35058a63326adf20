package io.interp.eigengan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class EigenDimensionTest {

    @Test
    void textsAreReadBack() {
        for (int layer = 1; layer < 8; layer++) {
            for (int index = 1; index < 13; index++) {
                EigenDimension dimension = new EigenDimension(layer, index);
                assertThat(EigenDimension.parse(dimension.toString())).isEqualTo(dimension);
            }
        }
        assertThat(new EigenDimension(3, 5)).hasToString("L3D5");
    }

    @Test
    void whatIsNoDimensionIsRefused() {
        for (String text : new String[] {"", "L1", "D1L1", "L0D1", "L1D0", "l1d1", "L1D1 ", "L-1D2"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> EigenDimension.parse(text));
        }
    }

    @Test
    void coordinatesFollowTheNoiseLayerByLayer() {
        EigenLatents latents = new EigenLatents(5, 3, 2);
        assertThat(latents.total()).isEqualTo(11);
        List<EigenDimension> all = latents.all();
        assertThat(all)
                .extracting(EigenDimension::toString)
                .containsExactly("L1D1", "L1D2", "L2D1", "L2D2", "L3D1", "L3D2");
        assertThat(all).isSorted();
        assertThat(all.stream().map(latents::coordinate)).containsExactly(5, 6, 7, 8, 9, 10);
        assertThat(latents.start(3)).isEqualTo(9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> latents.coordinate(new EigenDimension(3, 3)))
                .withMessageContaining("L1D1 to L3D2");
        assertThatIllegalArgumentException().isThrownBy(() -> latents.coordinate(new EigenDimension(4, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> latents.start(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new EigenLatents(0, 3, 2));
    }
}
