package io.interp.core.block.published;

import ai.djl.ndarray.NDManager;
import io.interp.core.block.Architecture;
import io.interp.core.block.BlockGenerator;
import java.util.Map;

/** Builds {@link StyleGan} generators from saved settings. */
public final class StyleGanArchitecture implements Architecture {

    /** Creates the provider; for the service loader. */
    public StyleGanArchitecture() {}

    @Override
    public String type() {
        return StyleGan.TYPE;
    }

    @Override
    public BlockGenerator build(NDManager parent, Map<String, Object> settings) {
        Settings saved = new Settings(settings);
        return new StyleGan(
                        saved.integer("resolution"),
                        saved.mapping(),
                        saved.integer("channels"),
                        saved.maps(),
                        saved.choice("upsampling", Upsampling.class),
                        saved.flag("tanh"),
                        saved.truncation())
                .generator(parent, 0);
    }
}
