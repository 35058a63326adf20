package io.interp.testkit.drawn.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SceneFactorsTest {

    @Test
    void vectorAndFactorsSayTheSame() {
        RandomGenerator random = Draws.stream(1);
        for (int i = 0; i < 50; i++) {
            SceneFactors factors = SceneFactors.random(random);
            double[] vector = factors.toVector();
            assertThat(vector).hasSize(SceneFactors.names().size());
            assertThat(SceneFactors.fromVector(vector)).isEqualTo(factors);
            assertThat(factors.get("time")).isEqualTo(factors.time());
            assertThat(factors.get("house.kind"))
                    .isEqualTo(factors.house().kind().index());
            assertThat(factors.get("trees.second.kind"))
                    .isEqualTo(factors.trees().second().kind().index());
            assertThat(factors.get("people.second.skin"))
                    .isEqualTo(factors.people().second().skin());
        }
    }

    @Test
    void withChangesOneFactorAlone() {
        SceneFactors average = SceneFactors.average();
        List<String> names = SceneFactors.names();
        for (int i = 0; i < names.size(); i++) {
            double[] expected = average.toVector();
            expected[i] = SceneFactors.high(names.get(i));
            assertThat(average.with(names.get(i), expected[i]).toVector()).isEqualTo(expected);
        }
    }

    @Test
    void everyFactorRefusesValuesBesideItsRange() {
        SceneFactors average = SceneFactors.average();
        for (String name : SceneFactors.names()) {
            double low = SceneFactors.low(name);
            double high = SceneFactors.high(name);
            assertThat(average.with(name, low).get(name)).isEqualTo(low);
            assertThat(average.with(name, high).get(name)).isEqualTo(high);
            for (double bad : new double[] {low - 0.6, high + 0.6, Double.NaN}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> assertThat(average.with(name, bad)).isNull())
                        .withMessageContaining(name.substring(name.lastIndexOf('.') + 1))
                        .withMessageContaining("got " + bad);
            }
        }
    }

    @Test
    void saysWhichFactorsThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SceneFactors.high("house.garden"))
                .withMessageContaining("house.garden")
                .withMessageContaining("house.wall");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> assertThat(SceneFactors.fromVector(new double[3])).isNull())
                .withMessageContaining("length 3");
    }

    @Test
    void priorHasTheDocumentedShares() {
        int count = 4000;
        RandomGenerator random = Draws.stream(3);
        double[] houses = new double[HouseKind.values().length];
        double[] trees = new double[TreeKind.values().length];
        double[] present = new double[6];
        double lit = 0;
        double hidden = 0;
        for (int i = 0; i < count; i++) {
            SceneFactors scene = SceneFactors.random(random);
            houses[scene.house().kind().index()] += 1.0 / count;
            trees[scene.trees().first().kind().index()] += 1.0 / count;
            double[] sizes = {
                scene.sun().size(),
                scene.clouds().middle().size(),
                scene.trees().second().size(),
                scene.people().first().size(),
                scene.land().bare(),
                scene.land().path()
            };
            for (int k = 0; k < sizes.length; k++) {
                present[k] += sizes[k] > 0 ? 1.0 / count : 0;
            }
            lit += scene.house().lit() > 0 ? 1.0 / count : 0;
            assertThat(scene.house().lit() > 0).isEqualTo(scene.time() > 0.8);
            boolean before = scene.house().kind() != HouseKind.NONE
                    && scene.trees().first().depth() > 0.1 + 0.4 * scene.house().depth()
                    && Math.abs(scene.trees().first().x() - 0.65 * scene.house().x()) < 0.4;
            hidden += before ? 1.0 / count : 0;
        }
        // Four standard errors of a share of 4000 are at most 3.2%.
        assertThat(houses).containsExactly(new double[] {0.15, 0.35, 0.30, 0.20}, within(0.032));
        assertThat(trees).containsExactly(new double[] {0.40, 0.25, 0.20, 0.15}, within(0.032));
        assertThat(present).containsExactly(new double[] {0.65, 0.45, 0.75, 0.6, 0.75, 0.6}, within(0.032));
        assertThat(lit).isCloseTo(0.2, within(0.032));
        // Four draws in a row must fall on 0.4 of the width, where the tree is nearer than the house at all.
        assertThat(hidden).isBetween(0.001, 0.03);
    }

    @Test
    void averageHasOneOfEach() {
        SceneFactors average = SceneFactors.average();
        byte[] mask = new ScenePainter(64).paint(average).mask();
        boolean[] seen = new boolean[DrawnScene.CLASSES.size()];
        for (byte label : mask) {
            seen[label] = true;
        }
        boolean[] all = new boolean[seen.length];
        Arrays.fill(all, true);
        assertThat(seen).isEqualTo(all);
    }
}
