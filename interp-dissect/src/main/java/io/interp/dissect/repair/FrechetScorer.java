package io.interp.dissect.repair;

import ai.djl.ndarray.NDManager;
import ai.djl.util.Progress;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.LayerHook;
import io.interp.core.Run;
import io.interp.core.stat.Embedder;
import io.interp.core.stat.FrechetDistance;
import io.interp.core.stat.RunningCovariance;
import io.interp.core.stat.RunningTopK;
import io.interp.dissect.UnitRanking;
import io.interp.dissect.intervene.LatentSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Ranks units by how far the images that maximise them are from good images: the Fréchet distance of the {@code size}
 * images with the highest spatial maximum of the unit, out of {@code size * factor}.
 *
 * <p>Each image is generated and embedded once; the features of all of them are kept, {@code 4 D} bytes an image.
 *
 * <h2>Reference</h2>
 * Bau et al., "GAN Dissection", ICLR 2019, section 4.3; its released tool takes 10 000 of 200 000 images. Those numbers are
 * for Inception features; the features used here decide what is far.
 *
 * @param embedder gives the features; stays the caller's
 * @param reference the good images
 * @param size how many images stand for a unit, at least 2
 * @param factor how many times as many are searched, at least 2
 * @param batch how many are run at a time, at least 1
 * @param seed names the images searched
 */
public record FrechetScorer(Embedder embedder, FrechetReference reference, int size, int factor, int batch, long seed)
        implements UnitScorer {

    /**
     * Validates the numbers.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public FrechetScorer {
        Objects.requireNonNull(embedder, "embedder");
        Objects.requireNonNull(reference, "reference");
        if (size < 2 || factor < 2 || batch < 1) {
            throw new IllegalArgumentException(
                    "a unit's images must be 2 or more, searched among 2 times as many or more,"
                            + " in batches of 1 or more, got " + size + ", " + factor + " and " + batch);
        }
    }

    /**
     * {@return a scorer that searches among 20 times as many images, in batches of 32, seed 1}
     *
     * @param embedder gives the features; stays the caller's
     * @param reference the good images
     * @param size how many images stand for a unit
     */
    public static FrechetScorer of(Embedder embedder, FrechetReference reference, int size) {
        return new FrechetScorer(embedder, reference, size, 20, 32, 1);
    }

    @Override
    public UnitRanking rank(Generator generator, Layer layer, Optional<Progress> progress) {
        int images = Math.multiplyExact(size, factor);
        progress.ifPresent(p -> p.reset("images that maximise units", images + layer.units()));
        FeatureRows rows = new FeatureRows(embedder.dimension(), images);
        RunningTopK top = new RunningTopK(layer.units(), size);
        new LatentSample(seed, images, batch).forEach(generator, (z, first) -> {
            Run run = generator.run(z, LayerHook.capture(layer.name()));
            top.add(run.activation(layer.name()));
            rows.put(embedder, run.images(), first);
            progress.ifPresent(p -> p.increment(z.getShape().get(0)));
        });
        RunningCovariance good = reference.summary(generator, embedder);
        FrechetDistance distance = new FrechetDistance();
        List<Double> scores = new ArrayList<>();
        NDManager manager = generator.manager();
        for (int unit = 0; unit < layer.units(); unit++) {
            int[] chosen =
                    Arrays.stream(top.indices(unit)).mapToInt(Math::toIntExact).toArray();
            scores.add(distance.between(good, rows.summary(manager, chosen)));
            progress.ifPresent(p -> p.increment(1));
        }
        return new UnitRanking(layer.name(), "frechet", "artifact", scores);
    }
}
