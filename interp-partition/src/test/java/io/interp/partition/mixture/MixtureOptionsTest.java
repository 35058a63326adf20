package io.interp.partition.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixtureOptionsTest {

    @Test
    void presets() {
        assertThat(MixtureOptions.robust(24))
                .isEqualTo(new MixtureOptions(24, Normalisation.FILTER_RMS, 20, 100, 1e-9, 1e-3, 1e-4, 24, false, 0));
        assertThat(MixtureOptions.paper(24))
                .isEqualTo(new MixtureOptions(24, Normalisation.NONE, 20, 100, 1e-9, 0, 1e-12, 0, false, 0));
    }

    @Test
    void eachWitherChangesOneValue() {
        MixtureOptions changed = MixtureOptions.robust(8)
                .withNormalisation(Normalisation.NONE)
                .withRestarts(3)
                .withMaxIterations(7)
                .withTolerance(1e-5)
                .withReseeds(2)
                .withAnnealing(true)
                .withSeed(9);
        assertThat(changed).isEqualTo(new MixtureOptions(8, Normalisation.NONE, 3, 7, 1e-5, 1e-3, 1e-4, 2, true, 9));
    }

    @ParameterizedTest
    @CsvSource({
        "groups, 0, 20, 100, 1e-9, 1e-3, 1e-4, 0",
        "restarts, 6, 0, 100, 1e-9, 1e-3, 1e-4, 0",
        "maxIterations, 6, 20, 0, 1e-9, 1e-3, 1e-4, 0",
        "tolerance, 6, 20, 100, -1, 1e-3, 1e-4, 0",
        "tolerance, 6, 20, 100, NaN, 1e-3, 1e-4, 0",
        "smoothing, 6, 20, 100, 1e-9, -1, 1e-4, 0",
        "smoothing, 6, 20, 100, 1e-9, Infinity, 1e-4, 0",
        "varianceFloor, 6, 20, 100, 1e-9, 1e-3, 0, 0",
        "varianceFloor, 6, 20, 100, 1e-9, 1e-3, NaN, 0",
        "reseeds, 6, 20, 100, 1e-9, 1e-3, 1e-4, 7",
        "reseeds, 6, 20, 100, 1e-9, 1e-3, 1e-4, -1"
    })
    void valuesOutOfRangeAreRefused(
            String name,
            int groups,
            int restarts,
            int iterations,
            double tolerance,
            double smoothing,
            double floor,
            int reseeds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MixtureOptions(
                        groups,
                        Normalisation.NONE,
                        restarts,
                        iterations,
                        tolerance,
                        smoothing,
                        floor,
                        reseeds,
                        false,
                        0))
                .withMessageContaining("mixture option " + name + " should be");
    }

    @Test
    void normalisationIsNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MixtureOptions.robust(2).withNormalisation(null))
                .withMessageContaining("normalisation");
        assertThatIllegalArgumentException().isThrownBy(() -> MixtureOptions.robust(-1));
    }
}
