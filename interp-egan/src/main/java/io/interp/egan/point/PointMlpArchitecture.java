package io.interp.egan.point;

import ai.djl.ndarray.NDManager;
import io.interp.core.block.Architecture;
import io.interp.core.block.BlockGenerator;
import java.util.Map;

/** Builds {@link PointMlp} generators from saved settings. */
public final class PointMlpArchitecture implements Architecture {

    /** Creates the provider; for the service loader. */
    public PointMlpArchitecture() {}

    @Override
    public String type() {
        return PointMlp.TYPE;
    }

    @Override
    public BlockGenerator build(NDManager parent, Map<String, Object> settings) {
        return new PointMlp(integer(settings, "width"), integer(settings, "hidden")).generator(parent, 0);
    }

    private static int integer(Map<String, Object> settings, String key) {
        if (settings.get(key) instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalArgumentException(
                "the saved architecture needs a number '" + key + "', got " + settings.get(key));
    }
}
