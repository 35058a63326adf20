package io.interp;

import ai.djl.util.Progress;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Gan;
import io.interp.core.io.HostArray;
import io.interp.core.measure.Segmenter;
import io.interp.dissect.Dissection;
import io.interp.dissect.DissectionOptions;
import io.interp.dissect.DissectionStrategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A described dissection by {@link DissectionStrategy}: {@code gan.dissect(segmenter).at("layer3").samples(1000).run()}.
 * Immutable: each method returns another one.
 */
@CheckReturnValue
public final class Dissect {

    private final Gan gan;
    private final Segmenter segmenter;
    private final Optional<DissectionOptions> options;
    private final UnaryOperator<DissectionStrategy> extras;

    private Dissect(
            Gan gan,
            Segmenter segmenter,
            Optional<DissectionOptions> options,
            UnaryOperator<DissectionStrategy> extras) {
        this.gan = gan;
        this.segmenter = segmenter;
        this.options = options;
        this.extras = extras;
    }

    static Dissect of(Gan gan, Segmenter segmenter) {
        return new Dissect(gan, segmenter, Optional.empty(), strategy -> strategy);
    }

    /**
     * {@return the same at some layers, with the defaults of {@link DissectionOptions#of}}
     *
     * @param layers the layers, at least one; they share the passes
     * @throws IllegalArgumentException if there is none
     */
    public Dissect at(String... layers) {
        return options(DissectionOptions.of(layers));
    }

    /**
     * {@return the same with all settings}
     *
     * @param settings the settings, layers included
     */
    public Dissect options(DissectionOptions settings) {
        return new Dissect(gan, segmenter, Optional.of(settings), extras);
    }

    /**
     * {@return the same over another number of images}
     *
     * @param count 1 or more
     * @throws IllegalArgumentException if it is below 1
     * @throws IllegalStateException if no layer was chosen
     */
    public Dissect samples(int count) {
        return options(chosen().samples(count));
    }

    /**
     * {@return the same on given latents}
     *
     * @param rows {@code [N, d]}
     */
    public Dissect latents(HostArray rows) {
        return with(strategy -> strategy.latents(rows));
    }

    /**
     * {@return the same that shows its progress}
     *
     * @param display counts images
     */
    public Dissect progress(Progress display) {
        return with(strategy -> strategy.progress(display));
    }

    /**
     * {@return the same that can be interrupted and resumed}
     *
     * @param file where counts are kept on the way; deleted at the end
     * @param batches how many batches may be lost
     */
    public Dissect checkpoint(Path file, int batches) {
        return with(strategy -> strategy.checkpoint(file, batches));
    }

    private Dissect with(UnaryOperator<DissectionStrategy> more) {
        return new Dissect(gan, segmenter, options, strategy -> more.apply(extras.apply(strategy)));
    }

    /**
     * Dissects.
     *
     * @return what was found; it owns no native memory
     * @throws IllegalStateException if no layer was chosen
     * @throws IllegalArgumentException if a layer is unknown or has no maps; nothing was run then
     */
    public Dissection run() {
        return strategy().apply(gan);
    }

    /**
     * {@return the strategy this describes, with all its settings}
     *
     * @throws IllegalStateException if no layer was chosen
     */
    public DissectionStrategy strategy() {
        return extras.apply(new DissectionStrategy(segmenter, chosen()));
    }

    private DissectionOptions chosen() {
        return options.orElseThrow(
                () -> new IllegalStateException("no layer was chosen; say at(\"layer\"), one of " + spatial()));
    }

    private List<String> spatial() {
        return gan.generator().layers().stream()
                .filter(layer -> layer.isSpatial())
                .map(layer -> layer.name())
                .toList();
    }

    /** {@return the generator, the segmenter and the settings} */
    @Override
    public String toString() {
        return "dissection of generator '" + gan.generator().name() + "' by segmenter '" + segmenter.name() + "', "
                + options.map(DissectionOptions::toString).orElse("no layer chosen of " + spatial());
    }
}
