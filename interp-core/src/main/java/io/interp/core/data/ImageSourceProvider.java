package io.interp.core.data;

import java.util.Map;

/**
 * Makes images from a name such as {@code drawn:faces}. Providers are found by {@link java.util.ServiceLoader}.
 */
public interface ImageSourceProvider {

    /** {@return what stands before the colon: lower-case letters, digits and hyphens, at least two} */
    String scheme();

    /**
     * Opens a source.
     *
     * @param name what stands between the colon and the question mark
     * @param options the pairs after the question mark, in order
     * @param channels 1 or 3
     * @param height rows wanted
     * @param width columns wanted
     * @return the source
     * @throws IllegalArgumentException if the name, an option or the size is not known to this provider
     */
    ImageSource open(String name, Map<String, String> options, int channels, int height, int width);
}
