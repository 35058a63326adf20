package io.interp.examples;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.data.ImageSource;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.EvolutionStrategy;
import io.interp.egan.EvolvedGan;
import io.interp.egan.point.GaussianMixture;
import io.interp.egan.point.PointMlp;
import io.interp.egan.report.EvolutionEvaluator;
import io.interp.egan.report.EvolutionPictures;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Evolves a generator of points on eight Gaussians: {@code EvolveAGenerator [--out DIR] [--short]}. Prints which objective
 * won how often and how many Gaussians are covered; writes {@code evolution.gif}.
 */
public final class EvolveAGenerator {

    private EvolveAGenerator() {}

    /**
     * Runs the example.
     *
     * @param args {@code [--out DIR] [--short]}
     */
    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args);
        int generations = arguments.brief() ? 50 : 10_000;
        GaussianMixture ring = GaussianMixture.ring8();
        ImageSource points = ring.source(0, 20_000);
        try (NDManager manager = NDManager.newBaseManager();
                Generator ancestor = PointMlp.SMALL.generator(manager, 1);
                Discriminator critic = PointMlp.SMALL.discriminator(manager, 2);
                EvolvedGan evolved = new EvolutionStrategy(EvolutionOptions.plane(), points, generations)
                        .snapshots(generations / 10, 500)
                        .apply(new Gan(ancestor, Optional.of(critic)))) {
            System.out.println(evolved);
            System.out.println(EvolutionEvaluator.ofPoints(ring, 0).measure(evolved.generator(), points));
            Path file = arguments.out().resolve("evolution.gif");
            new EvolutionPictures(evolved, Optional.of(ring)).animation().write(file);
            System.out.println("wrote " + file);
        }
    }
}
