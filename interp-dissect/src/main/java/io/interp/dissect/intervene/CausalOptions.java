package io.interp.dissect.intervene;

import java.util.Objects;

/**
 * Settings of {@link CausalStrategy}.
 *
 * @param corpus how the places to optimise on are found
 * @param alpha how alpha is optimised
 */
public record CausalOptions(CorpusOptions corpus, AlphaOptions alpha) {

    /** Checks that both are there. */
    public CausalOptions {
        Objects.requireNonNull(corpus, "corpus");
        Objects.requireNonNull(alpha, "alpha");
    }

    /**
     * {@return the paper's objective on a corpus of a stated size}
     *
     * @param images how many images are searched, at least 20; 10 000 were
     */
    public static CausalOptions paper(int images) {
        return new CausalOptions(CorpusOptions.of(images), AlphaOptions.paper());
    }

    /**
     * {@return the released code's settings on a corpus of a stated size}
     *
     * @param images how many images are searched, at least 20; 10 000 were
     */
    public static CausalOptions released(int images) {
        return new CausalOptions(CorpusOptions.of(images), AlphaOptions.released());
    }

    /** {@return the released code's settings on 1 000 images, from zero, so that no other ranking is needed} */
    public static CausalOptions quick() {
        return new CausalOptions(CorpusOptions.of(1000), AlphaOptions.released().from(AlphaStart.ZEROS));
    }
}
