package io.interp.dissect;

import ai.djl.ndarray.NDArray;
import ai.djl.util.Progress;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.Strategy;
import io.interp.core.io.HostArray;
import io.interp.core.measure.Segmenter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Measures how well every unit of one or several layers agrees with every class of a segmentation of the generated images.
 *
 * <p>A unit's map, brought to the segmentation's resolution, is on where it exceeds a threshold. Three passes over the
 * images count exactly, in memory that does not depend on their number: the first finds a grid of levels for each unit,
 * the second counts all units, classes and levels jointly and so chooses thresholds, the third counts at those thresholds
 * on other latents, with a bootstrap over images. A policy that needs no grid skips a pass. All layers share the passes.
 *
 * <p>Counts are whole numbers and levels come from whole counts, so results do not depend on batches, on the order of
 * images or on where a pass was interrupted, as long as the engine gives an image the same bits in every batch.
 *
 * <h2>Reference</h2>
 * Bau et al., GAN Dissection, ICLR 2019, section 3.1 and equation 2. The released code measures on 100 levels too, but from
 * sketched quantiles.
 */
@CheckReturnValue
public final class DissectionStrategy implements Strategy<Dissection> {

    private final DissectionPlan plan;

    /**
     * Creates a strategy.
     *
     * @param segmenter finds the classes; stays the caller's
     * @param options what to look at and how
     */
    public DissectionStrategy(Segmenter segmenter, DissectionOptions options) {
        this(new DissectionPlan(
                Objects.requireNonNull(segmenter, "segmenter"),
                Objects.requireNonNull(options, "options"),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty()));
    }

    private DissectionStrategy(DissectionPlan plan) {
        this.plan = plan;
    }

    /**
     * {@return the same on given latents instead of drawn ones, for thresholds and report alike; the number of samples is
     * theirs}
     *
     * @param rows {@code [N, d]}; copied
     */
    public DissectionStrategy latents(NDArray rows) {
        return latents(HostArray.copyOf(rows));
    }

    /**
     * {@return the same on given latents instead of drawn ones, for thresholds and report alike; the number of samples is
     * theirs}
     *
     * @param rows {@code [N, d]}, such as an npy file's
     * @throws IllegalArgumentException if the array has another number of dimensions or no rows
     */
    public DissectionStrategy latents(HostArray rows) {
        if (rows.shape().length != 2 || rows.shape()[0] < 1) {
            throw new IllegalArgumentException("latents must be [N, d] with one row or more, got " + rows);
        }
        DissectionOptions counted = plan.options().samples(Math.toIntExact(rows.shape()[0]));
        return new DissectionStrategy(new DissectionPlan(
                plan.segmenter(), counted, Optional.of(rows), plan.given(), plan.saved(), plan.progress()));
    }

    /**
     * {@return the same with given thresholds}
     *
     * @param byLayer for each layer one number a unit
     */
    public DissectionStrategy thresholds(Map<String, double[]> byLayer) {
        Map<String, List<Double>> copy = new LinkedHashMap<>();
        byLayer.forEach(
                (layer, values) -> copy.put(layer, Arrays.stream(values).boxed().toList()));
        return new DissectionStrategy(new DissectionPlan(
                plan.segmenter(),
                plan.options().thresholds(ThresholdPolicy.GIVEN),
                plan.latents(),
                copy,
                plan.saved(),
                plan.progress()));
    }

    /**
     * {@return the same, writing what was counted to a file now and then and going on from there if the file exists; it is
     * deleted at the end}
     *
     * @param file the file; if it was written with other arguments, applying the strategy is refused
     * @param batches how many batches may be lost
     * @throws IllegalArgumentException if the number of batches is below 1
     */
    public DissectionStrategy checkpoint(Path file, int batches) {
        return new DissectionStrategy(new DissectionPlan(
                plan.segmenter(),
                plan.options(),
                plan.latents(),
                plan.given(),
                Optional.of(new SavedPasses(file, batches)),
                plan.progress()));
    }

    /**
     * {@return the same, reporting images as they are done}
     *
     * @param listener told the images of all passes
     */
    public DissectionStrategy progress(Progress listener) {
        return new DissectionStrategy(new DissectionPlan(
                plan.segmenter(), plan.options(), plan.latents(), plan.given(), plan.saved(), Optional.of(listener)));
    }

    @Override
    public String name() {
        return "dissection";
    }

    /**
     * Dissects a generator.
     *
     * @param gan the GAN, of which the discriminator is not used
     * @return what was found
     * @throws IllegalArgumentException if a layer is unknown or has no maps, given latents or thresholds do not fit, or a
     *     checkpoint was written with other arguments
     * @throws io.interp.core.InterpException if a layer gives NaN or infinite values
     */
    @Override
    public Dissection apply(Gan gan) {
        Generator generator = gan.generator();
        for (String name : plan.options().layers()) {
            Layer layer = generator.layers().named(name);
            if (!layer.isSpatial()) {
                throw new IllegalArgumentException(
                        "layer '" + name + "' gives " + layer.outputShape()
                                + " for an image; dissection needs maps (units, height, width), so choose a convolutional layer");
            }
            checkThresholds(layer);
        }
        plan.latents().ifPresent(rows -> {
            if (rows.shape()[1] != generator.latents().dimension()) {
                throw new IllegalArgumentException("latents must be [N, "
                        + generator.latents().dimension() + "] for generator '" + generator.name() + "', got " + rows);
            }
        });
        return new DissectionRun(generator, plan).run();
    }

    private void checkThresholds(Layer layer) {
        if (plan.options().policy().kind() != ThresholdPolicy.Kind.GIVEN) {
            return;
        }
        List<Double> own = plan.given().getOrDefault(layer.name(), List.of());
        if (own.size() != layer.units() || own.stream().anyMatch(t -> !Float.isFinite(t.floatValue()))) {
            throw new IllegalArgumentException("layer '" + layer.name()
                    + "' needs one finite threshold for each of its " + layer.units() + " units, got " + own.size());
        }
    }
}
