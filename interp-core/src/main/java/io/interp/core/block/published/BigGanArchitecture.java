package io.interp.core.block.published;

import ai.djl.ndarray.NDManager;
import io.interp.core.block.Architecture;
import io.interp.core.block.BlockGenerator;
import java.util.Map;
import java.util.OptionalDouble;

/** Builds {@link BigGan} generators from saved settings. */
public final class BigGanArchitecture implements Architecture {

    /** Creates the provider; for the service loader. */
    public BigGanArchitecture() {}

    @Override
    public String type() {
        return BigGan.TYPE;
    }

    @Override
    public BlockGenerator build(NDManager parent, Map<String, Object> settings) {
        Settings saved = new Settings(settings);
        return new BigGan(
                        saved.integer("resolution"),
                        saved.integer("latents"),
                        saved.integer("classes"),
                        saved.integer("label"),
                        saved.integer("embedding"),
                        saved.integer("width"),
                        saved.flag("hierarchical"),
                        saved.integers("attention"),
                        saved.flag("spectral"),
                        settings.containsKey("truncation")
                                ? OptionalDouble.of(saved.number("truncation"))
                                : OptionalDouble.empty())
                .generator(parent, 0);
    }
}
