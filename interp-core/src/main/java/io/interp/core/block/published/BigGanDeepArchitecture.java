package io.interp.core.block.published;

import ai.djl.ndarray.NDManager;
import io.interp.core.block.Architecture;
import io.interp.core.block.BlockGenerator;
import java.util.Map;

/** Builds {@link BigGanDeep} generators from saved settings. */
public final class BigGanDeepArchitecture implements Architecture {

    /** Creates the provider; for the service loader. */
    public BigGanDeepArchitecture() {}

    @Override
    public String type() {
        return BigGanDeep.TYPE;
    }

    @Override
    public BlockGenerator build(NDManager parent, Map<String, Object> settings) {
        Settings saved = new Settings(settings);
        return new BigGanDeep(
                        saved.integer("resolution"),
                        saved.integer("latents"),
                        saved.integer("classes"),
                        saved.integer("label"),
                        saved.integer("width"),
                        saved.integer("attention"),
                        saved.integer("statistics"),
                        saved.number("truncation"))
                .generator(parent, 0);
    }
}
