package io.interp.core.block.published;

import ai.djl.ndarray.NDManager;
import io.interp.core.block.Architecture;
import io.interp.core.block.BlockGenerator;
import java.util.Map;

/** Builds {@link StyleGan2} generators from saved settings. */
public final class StyleGan2Architecture implements Architecture {

    /** Creates the provider; for the service loader. */
    public StyleGan2Architecture() {}

    @Override
    public String type() {
        return StyleGan2.TYPE;
    }

    @Override
    public BlockGenerator build(NDManager parent, Map<String, Object> settings) {
        Settings saved = new Settings(settings);
        return new StyleGan2(
                        saved.integer("resolution"),
                        saved.mapping(),
                        saved.integer("channels"),
                        saved.maps(),
                        saved.flag("tanh"),
                        saved.truncation())
                .generator(parent, 0);
    }
}
