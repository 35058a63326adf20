package io.interp.core.block.published;

import ai.djl.ndarray.NDManager;
import io.interp.core.block.Architecture;
import io.interp.core.block.BlockGenerator;
import java.util.Map;

/** Builds {@link Pggan} generators from saved settings. */
public final class PgganArchitecture implements Architecture {

    /** Creates the provider; for the service loader. */
    public PgganArchitecture() {}

    @Override
    public String type() {
        return Pggan.TYPE;
    }

    @Override
    public BlockGenerator build(NDManager parent, Map<String, Object> settings) {
        Settings saved = new Settings(settings);
        return new Pggan(
                        saved.integer("resolution"),
                        saved.integer("latents"),
                        saved.integer("channels"),
                        saved.maps(),
                        saved.choice("upsampling", Upsampling.class),
                        saved.flag("tanh"))
                .generator(parent, 0);
    }
}
