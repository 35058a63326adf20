package io.interp.testkit.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class DrawnFactorsTest {

    private static final long HELD_OUT = 9002;

    @Test
    void reliabilityHoldsOnFacesOfAnotherSeed() {
        try (NDManager manager = NDManager.newBaseManager();
                DrawnFactors factors = DrawnFactors.load(manager)) {
            double[] stated = factors.reliability();
            double[] found = TrainDrawnFactors.reliability(manager, HELD_OUT, factors::estimate);
            assertThat(stated).hasSize(factors.names().size());
            for (int i = 0; i < stated.length; i++) {
                assertThat(found[i]).as(factors.names().get(i)).isCloseTo(stated[i], within(0.1));
            }
        }
    }

    @Test
    void poseHairAndMouthAreReliable() {
        try (NDManager manager = NDManager.newBaseManager();
                DrawnFactors factors = DrawnFactors.load(manager)) {
            assertThat(factors.reliable(0.5).stream().map(factors.names()::get))
                    .contains("pose.yaw", "pose.x", "identity.hair.style.LONG", "expression.mouthOpening")
                    .doesNotContain("background.clutter")
                    .hasSizeGreaterThan(25);
            NDArray found = factors.estimate(manager.ones(new Shape(2, 1, 64, 64)));
            assertThat(found.getShape()).isEqualTo(new Shape(2, factors.names().size()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> factors.estimate(manager.ones(new Shape(2, 2, 32, 32))))
                    .withMessageContaining("[N, C, H, W]");
        }
    }

    @Test
    void scaledVectorFollowsItsNames() {
        FaceFactors average = FaceFactors.average();
        double[] scaled = average.scaledVector();
        assertThat(FaceFactors.scaledNames()).hasSameSizeAs(scaled);
        assertThat(scaled).startsWith(average.identityVector());
        int yaw = FaceFactors.scaledNames().indexOf("pose.yaw");
        assertThat(scaled[yaw]).isZero();
        assertThat(average.with("pose.yaw", 15).scaledVector()[yaw]).isEqualTo(0.5);
        int fringe = FaceFactors.scaledNames().indexOf("identity.hair.style.FRINGE");
        assertThat(average.with("identity.hair.style", HairStyle.FRINGE.index()).scaledVector()[fringe])
                .isEqualTo(1);
        assertThat(average.scaledVector()[fringe]).isEqualTo(-1);
    }
}
