package io.interp.dissect.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Edit;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Strategy;
import io.interp.core.block.Dcgan;
import io.interp.core.io.HostArray;
import io.interp.core.io.Json;
import io.interp.core.stat.FrechetDistance;
import io.interp.core.tensor.GradScope;
import io.interp.dissect.UnitRanking;
import io.interp.dissect.intervene.LatentSample;
import io.interp.testkit.contract.LeakAssertions;
import io.interp.testkit.contract.StrategyContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairStrategyTest extends StrategyContract<Repair> {

    private static final int IMAGES = 300;

    private final ArtifactMask shrill = ArtifactMask.color(PatchedGenerator.PATCH_RGB, 0.1);
    private final PatchedGenerator.MeanColor colors = new PatchedGenerator.MeanColor();
    private final FrechetReference sound = FrechetReference.sound(shrill, 0.001, 9, 400);
    private final RepairOptions options = RepairOptions.of(IMAGES, OffLevel.ZERO);
    private final ArtifactScorer byArea =
            ArtifactScorer.of(shrill, OffLevel.ZERO).on(LatentSample.of(1, 200), 40);

    @Override
    protected Strategy<Repair> strategy() {
        return new RepairStrategy(byArea.greedy(3, 0.01), PatchedGenerator.UNITS)
                .options(options)
                .mask(shrill)
                .reference(colors, sound);
    }

    @Override
    protected Gan gan(NDManager manager) {
        return Gan.of(PatchedGenerator.of(manager));
    }

    @Override
    protected Gan unsuitableGan(NDManager manager) {
        return Gan.of(new Dcgan(4, 8, 1, 4, 4).generator(manager, 0));
    }

    @Override
    protected Map<String, HostArray> view(Repair result) {
        return Map.of(
                "units",
                HostArray.of(
                        result.units().stream().mapToLong(u -> u).toArray(),
                        result.units().size()),
                "frechet",
                HostArray.of(
                        new double[] {
                            result.frechet().orElseThrow().after(),
                            result.frechet().orElseThrow().change().low()
                        },
                        2));
    }

    @Test
    void theCulpritIsFoundAndItsPatchesGo(@TempDir Path folder) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            Repair repair = strategy().apply(gan);
            assertThat(repair.units()).containsExactly(PatchedGenerator.CULPRIT);
            ArtifactChange artifact = repair.artifact().orElseThrow();
            // An image is sound where none of its four cells is above the level.
            double affected = 1 - Math.pow(0.9331928, 4);
            assertThat(artifact.affectedBefore()).isCloseTo(affected, within(4 * Math.sqrt(affected / IMAGES)));
            assertThat(artifact.affectedAfter()).isZero();
            assertThat(artifact.removed().value()).isEqualTo(1);
            FrechetChange frechet = repair.frechet().orElseThrow();
            assertThat(frechet.change().high()).as("the distance falls").isNegative();
            assertThat(frechet.after()).isLessThan(0.3 * frechet.before());
            assertThat(repair.damage().visible()).isZero();
            assertThat(repair.damage().change().value()).isZero();
            assertThat(repair.damage().images() + repair.changed()).isEqualTo(IMAGES);
            assertThat(repair.worst().get(0)).isNotIn(repair.sound());
            repair.edit().save(folder.resolve("edit.json"));
            assertThat(Edit.load(folder.resolve("edit.json"))).isEqualTo(repair.edit());
            repair.save(folder.resolve("repair.json"));
            assertThat(Json.read(folder.resolve("repair.json")).get("format").getAsString())
                    .isEqualTo("interp-repair");
            RepairPictures pictures = new RepairPictures(gan.generator(), repair);
            assertThat(pictures.helped(5).draw().getWidth()).isGreaterThan(5 * 8);
            assertThat(pictures.untouched(3).draw().getHeight()).isGreaterThan(3 * 8 - 1);
            assertThat(repair.toString()).contains("[4]");
            gan.generator().close();
        }
    }

    @Test
    void randomUnitsLeaveThePatches() {
        // Units 0 to 3 draw nothing: to switch them off changes no pixel.
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            Repair repair = new RepairStrategy(new ListedUnits(List.of(0, 2)), PatchedGenerator.UNITS)
                    .options(options)
                    .mask(shrill)
                    .reference(colors, sound)
                    .apply(gan);
            assertThat(repair.units()).containsExactly(0, 2);
            assertThat(repair.changed()).isZero();
            assertThat(repair.frechet().orElseThrow().change().value()).isZero();
            assertThat(repair.artifact().orElseThrow().removed().value()).isZero();
            gan.generator().close();
        }
    }

    @Test
    void distanceIsThatOfTheImagesThemselves() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            FrechetChange frechet = new RepairStrategy(
                            new ListedUnits(List.of(PatchedGenerator.CULPRIT)), PatchedGenerator.UNITS)
                    .options(options)
                    .reference(colors, FrechetReference.generated(9, 400))
                    .apply(gan)
                    .frechet()
                    .orElseThrow();
            double[][] good = features(gan.generator(), 9, 400, Optional.empty());
            double[][] before = features(gan.generator(), 5, IMAGES, Optional.empty());
            double[][] after = features(
                    gan.generator(),
                    5,
                    IMAGES,
                    Optional.of(Edit.ablate(
                            gan.generator().layers().named(PatchedGenerator.UNITS), PatchedGenerator.CULPRIT)));
            assertThat(frechet.before()).isCloseTo(distance(good, before), within(1e-6));
            assertThat(frechet.after()).isCloseTo(distance(good, after), within(1e-6));
            assertThat(frechet.reference()).isEqualTo("generated");
            gan.generator().close();
        }
    }

    private double[][] features(Generator generator, long seed, int images, Optional<Edit> edit) {
        double[][] rows = new double[images][3];
        try (GradScope off = GradScope.off();
                NDManager scope = generator.manager().newSubManager()) {
            NDArray z = generator.latents().sample(scope, seed, images);
            NDArray x = edit.isPresent()
                    ? generator.run(z, edit.get().toHook(scope)).images()
                    : generator.generate(z);
            float[] values = x.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                rows[i / 192][i / 64 % 3] += values[i] / 64.0;
            }
        }
        return rows;
    }

    private static double distance(double[][] first, double[][] second) {
        double[][][] sets = {first, second};
        double[][] means = new double[2][3];
        double[][] covariances = new double[2][9];
        for (int s = 0; s < 2; s++) {
            double[][] covariance =
                    new Covariance(sets[s]).getCovarianceMatrix().getData();
            for (int i = 0; i < 3; i++) {
                for (double[] row : sets[s]) {
                    means[s][i] += row[i] / sets[s].length;
                }
                System.arraycopy(covariance[i], 0, covariances[s], 3 * i, 3);
            }
        }
        return new FrechetDistance().between(means[0], covariances[0], means[1], covariances[1]);
    }

    @Test
    void distanceOfMaximisingImagesRanksTheCulpritFirst() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            UnitRanking ranking = FrechetScorer.of(colors, sound, 40)
                    .rank(gan.generator(), gan.generator().layers().named(PatchedGenerator.UNITS), Optional.empty());
            assertThat(ranking.metric()).isEqualTo("frechet");
            double culprit = ranking.scores().get(PatchedGenerator.CULPRIT);
            for (int unit = 0; unit < 4; unit++) {
                assertThat(culprit).isGreaterThan(2 * ranking.scores().get(unit));
            }
            assertThat(culprit).isPositive();
            gan.generator().close();
        }
    }

    @Test
    void areaRanksTheCulpritAndPricesDamage() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Generator generator = PatchedGenerator.of(manager);
            UnitRanking ranking =
                    byArea.rank(generator, generator.layers().named(PatchedGenerator.UNITS), Optional.empty());
            assertThat(ranking.scores().get(PatchedGenerator.CULPRIT)).isCloseTo(1, within(1e-6));
            for (int unit = 0; unit < 4; unit++) {
                assertThat(ranking.scores().get(unit)).as("unit %d", unit).isCloseTo(0, within(1e-6));
            }
            // The last unit is the grey of the whole image: a mean of 0.2 |z| / 2 is lost, 0.08 over many images.
            double grey = ranking.scores().get(PatchedGenerator.COUNT - 1);
            assertThat(grey).isCloseTo(-0.1 * Math.sqrt(2 / Math.PI), within(0.04));
            double twice = byArea.damageWeight(2)
                    .rank(generator, generator.layers().named(PatchedGenerator.UNITS), Optional.empty())
                    .scores()
                    .get(PatchedGenerator.COUNT - 1);
            assertThat(twice).isCloseTo(2 * grey, within(1e-6));
            generator.close();
        }
    }

    @Test
    void raritySeesHowSeldomAUnitIsOn() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Generator generator = PatchedGenerator.of(manager);
            LatentSample sample = LatentSample.of(2, 500);
            UnitRanking ranking = new RarityScorer(sample, 0.75)
                    .rank(generator, generator.layers().named(PatchedGenerator.UNITS), Optional.empty());
            // The grey is one number an image, the others are the largest of four: they reach a level more often.
            for (int unit = 0; unit < PatchedGenerator.COUNT - 1; unit++) {
                assertThat(ranking.scores().get(unit)).isBetween(0.5, 1.0);
            }
            assertThat(ranking.order().get(0)).isEqualTo(PatchedGenerator.COUNT - 1);
            generator.close();
        }
    }

    @Test
    void offCanBeTheMean() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            Repair repair = new RepairStrategy(new ListedUnits(List.of(5)), PatchedGenerator.UNITS)
                    .options(RepairOptions.of(IMAGES, OffLevel.MEAN))
                    .apply(gan);
            double mean = 0;
            try (GradScope off = GradScope.off();
                    NDManager scope = manager.newSubManager()) {
                float[] z = gan.generator().latents().sample(scope, 5, IMAGES).toFloatArray();
                for (int i = 0; i < IMAGES; i++) {
                    mean += z[i * (z.length / IMAGES)] / (double) IMAGES;
                }
            }
            assertThat(repair.edit().value().toFloats()[5]).isCloseTo((float) mean, within(1e-6f));
            assertThat(repair.frechet()).isEmpty();
            assertThat(repair.artifact()).isEmpty();
            assertThat(repair.damage().images()).isEqualTo(IMAGES);
            gan.generator().close();
        }
    }

    @Test
    void colorMaskIsADistance() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray image = manager.create(new float[] {-1, -1, 0.6f, 0.2f, 1, 1}, new Shape(1, 3, 1, 2));
            // The second pixel is 0.2 of 1 off in green.
            assertThat(ArtifactMask.color(0x00ccff, 0.19).of(image).toFloatArray())
                    .containsExactly(1, 0);
            assertThat(ArtifactMask.color(0x00ccff, 0.21).of(image).toFloatArray())
                    .containsExactly(1, 1);
        }
    }

    @Test
    void repairingLeavesNothingBehind() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            RepairStrategy small = new RepairStrategy(
                            byArea.on(LatentSample.of(1, 64), 4).greedy(1, 0.01), PatchedGenerator.UNITS)
                    .options(new RepairOptions(LatentSample.of(5, 32), OffLevel.MEAN, 0.01, 0.02, 1, 0.9, 3))
                    .mask(shrill)
                    .reference(colors, FrechetReference.sound(shrill, 0.001, 9, 40));
            LeakAssertions.flat(
                    manager, () -> assertThat(small.apply(gan).units()).hasSize(1), 4, 10);
            gan.generator().close();
        }
    }

    @Test
    void badInput() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> new RepairStrategy(new ListedUnits(List.of(6)), PatchedGenerator.UNITS).apply(gan))
                    .withMessageContaining("units 0 to 5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RepairStrategy(byArea, PatchedGenerator.UNITS)
                            .units(7)
                            .apply(gan))
                    .withMessageContaining("7 were to be switched off");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ListedUnits(List.of(1, 1)))
                    .withMessageContaining("none twice");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ArtifactMask.color(0, 0))
                    .withMessageContaining("tolerance");
            ArtifactScorer never = ArtifactScorer.of(ArtifactMask.color(0xff0000, 0.01), OffLevel.ZERO)
                    .on(LatentSample.of(1, 64), 4);
            assertThatIllegalStateException()
                    .isThrownBy(() -> new RepairStrategy(never, PatchedGenerator.UNITS).apply(gan))
                    .withMessageContaining("none of 64 images");
            gan.generator().close();
        }
    }
}
