package io.interp.core.block;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Map;

/** Builds {@link Dcgan} generators from saved settings. */
public final class DcganArchitecture implements Architecture {

    /** Creates the provider; for the service loader. */
    public DcganArchitecture() {}

    @Override
    public String type() {
        return Dcgan.TYPE;
    }

    @Override
    public BlockGenerator build(NDManager parent, Map<String, Object> settings) {
        return new Dcgan(
                        integer(settings, "latents"),
                        integer(settings, "size"),
                        integer(settings, "channels"),
                        integer(settings, "width"),
                        integer(settings, "narrowest"),
                        upsampling(settings))
                .generator(parent, 0);
    }

    private static Dcgan.Upsampling upsampling(Map<String, Object> settings) {
        Object saved = settings.get("upsampling");
        return Arrays.stream(Dcgan.Upsampling.values())
                .filter(way -> way.name().equals(saved))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the saved architecture needs \"upsampling\", one of "
                        + Arrays.toString(Dcgan.Upsampling.values()) + ", got " + saved));
    }

    private static int integer(Map<String, Object> settings, String key) {
        if (settings.get(key) instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalArgumentException(
                "the saved architecture needs a number '" + key + "', got " + settings.get(key));
    }
}
