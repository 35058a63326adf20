package io.interp.eigengan;

import ai.djl.ndarray.NDManager;
import io.interp.core.block.Architecture;
import io.interp.core.block.BlockGenerator;
import java.util.Arrays;
import java.util.Map;

/** Builds {@link EigenGan} generators from saved settings. */
public final class EigenGanArchitecture implements Architecture {

    /** Creates the provider; for the service loader. */
    public EigenGanArchitecture() {}

    @Override
    public String type() {
        return EigenGan.TYPE;
    }

    @Override
    public BlockGenerator build(NDManager parent, Map<String, Object> settings) {
        return read(settings).generator(parent, 0);
    }

    static EigenGan read(Map<String, Object> settings) {
        return new EigenGan(
                integer(settings, "size"),
                integer(settings, "channels"),
                integer(settings, "noise"),
                integer(settings, "dimensions"),
                integer(settings, "capacity"),
                integer(settings, "widest"),
                scales(settings));
    }

    private static InitialScales scales(Map<String, Object> settings) {
        Object saved = settings.get("scales");
        return Arrays.stream(InitialScales.values())
                .filter(way -> way.name().equals(saved))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the saved architecture needs \"scales\", one of "
                        + Arrays.toString(InitialScales.values()) + ", got " + saved));
    }

    private static int integer(Map<String, Object> settings, String key) {
        if (settings.get(key) instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalArgumentException(
                "the saved architecture needs a number '" + key + "', got " + settings.get(key));
    }
}
