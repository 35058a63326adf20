package io.interp.testkit.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class FaceFactorsTest {
    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @Test
    void vectorAndFactorsSayTheSame() {
        RandomGenerator random = random(1);
        for (int i = 0; i < 50; i++) {
            FaceFactors factors = FaceFactors.random(random);
            double[] vector = factors.toVector();
            assertThat(vector).hasSize(FaceFactors.names().size());
            assertThat(FaceFactors.fromVector(vector)).isEqualTo(factors);
            assertThat(factors.get("expression.smile"))
                    .isEqualTo(factors.expression().smile());
            assertThat(factors.get("identity.hair.style"))
                    .isEqualTo(factors.identity().hair().style().index());
            assertThat(factors.get("background.clothingBrightness"))
                    .isEqualTo(factors.background().clothingBrightness());
        }
    }

    @Test
    void withChangesOneFactorAlone() {
        FaceFactors average = FaceFactors.average();
        List<String> names = FaceFactors.names();
        for (int i = 0; i < names.size(); i++) {
            double[] expected = average.toVector();
            expected[i] = FaceFactors.high(names.get(i));
            assertThat(average.with(names.get(i), expected[i]).toVector()).isEqualTo(expected);
        }
    }

    @Test
    void everyFactorRefusesValuesBesideItsRange() {
        FaceFactors average = FaceFactors.average();
        for (String name : FaceFactors.names()) {
            double low = FaceFactors.low(name);
            double high = FaceFactors.high(name);
            assertThat(average.with(name, low).get(name)).isEqualTo(low);
            assertThat(average.with(name, high).get(name)).isEqualTo(high);
            for (double bad : new double[] {low - 0.6, high + 0.6, Double.NaN}) {
                assertThatThrownBy(() -> {
                            FaceFactors unused = average.with(name, bad);
                        })
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(name.substring(name.lastIndexOf('.') + 1))
                        .hasMessageContaining("got " + bad);
            }
        }
    }

    @Test
    void saysWhichFactorsThereAre() {
        assertThatThrownBy(() -> FaceFactors.low("expression.grin"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expression.grin")
                .hasMessageContaining("expression.smile");
        assertThatThrownBy(() -> {
                    FaceFactors unused = FaceFactors.fromVector(new double[3]);
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length 3");
    }

    @Test
    void identityVectorKnowsTheIdentityAlone() {
        RandomGenerator random = random(2);
        FaceFactors first = FaceFactors.random(random);
        FaceFactors second = FaceFactors.random(random);
        FaceFactors mixed = new FaceFactors(
                first.identity(), second.expression(), second.pose(), second.light(), second.background());
        assertThat(mixed.identityVector()).isEqualTo(first.identityVector());
        assertThat(second.withIdentity(first.identity())).isEqualTo(mixed);
        assertThat(second.identityVector()).isNotEqualTo(first.identityVector());

        List<String> names = FaceFactors.names().stream()
                .filter(name -> name.startsWith("identity."))
                .toList();
        for (String name : names) {
            double[] low = first.with(name, FaceFactors.low(name)).identityVector();
            double[] high = first.with(name, FaceFactors.high(name)).identityVector();
            List<Integer> changed = new ArrayList<>();
            for (int i = 0; i < low.length; i++) {
                if (low[i] != high[i]) {
                    changed.add(i);
                    assertThat(Math.abs(high[i] - low[i])).isEqualTo(2);
                }
            }
            assertThat(changed).hasSize(name.endsWith("style") ? 2 : 1);
        }
    }

    @Test
    void priorHasTheDocumentedShares() {
        int count = 4000;
        RandomGenerator random = random(3);
        int[] styles = new int[HairStyle.values().length];
        double smile = 0;
        double closed = 0;
        double yawSquares = 0;
        double smileTimesWidth = 0;
        double redness = 0;
        for (int i = 0; i < count; i++) {
            FaceFactors factors = FaceFactors.random(random);
            styles[factors.identity().hair().style().index()]++;
            smile += factors.expression().smile() / count;
            closed += factors.expression().mouthOpening() == 0 ? 1.0 / count : 0;
            yawSquares += factors.pose().yaw() * factors.pose().yaw() / count;
            redness += factors.identity().hair().redness() / count;
            smileTimesWidth += (factors.expression().smile() - 0.2)
                    * factors.identity().mouth().width()
                    / count;
        }
        // Four standard errors: a share p of 4000 has an error of at most 0.8%, a mean of deviation 0.5 one of 0.8%.
        double[] shares =
                Arrays.stream(styles).mapToDouble(n -> n / (double) count).toArray();
        assertThat(shares).containsExactly(new double[] {0.08, 0.24, 0.16, 0.26, 0.10, 0.16}, within(0.03));
        assertThat(smile).isCloseTo(0.2, within(0.03));
        assertThat(closed).isCloseTo(0.4, within(0.03));
        assertThat(redness).isCloseTo(0.25, within(0.02));
        // Cut at 2.5 deviations, a normal keeps 0.911 of its variance.
        assertThat(Math.sqrt(yawSquares)).isCloseTo(12 * Math.sqrt(0.911), within(0.6));
        assertThat(smileTimesWidth).isCloseTo(0, within(0.02));
    }
}
