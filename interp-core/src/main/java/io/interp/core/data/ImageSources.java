package io.interp.core.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens images by what a person types. */
public final class ImageSources {

    private static final Pattern NAMED = Pattern.compile("([a-z][a-z0-9-]+):([^?]*)(?:\\?(.*))?");

    private ImageSources() {}

    /**
     * Opens a folder or zip, or what an installed {@link ImageSourceProvider} makes of {@code scheme:name?key=value&...}.
     * What exists as a file comes first.
     *
     * @param spec a path, or {@code scheme:name[?options]}
     * @param channels 1 or 3
     * @param height rows wanted
     * @param width columns wanted
     * @return the images
     * @throws IllegalArgumentException if there is no such path or scheme, or the images are refused
     * @throws java.io.UncheckedIOException if they can't be read
     */
    public static ImageSource open(String spec, int channels, int height, int width) {
        Path path = existing(spec);
        if (path != null) {
            return ImageFolder.open(path, channels, height, width);
        }
        Matcher named = NAMED.matcher(spec);
        Map<String, ImageSourceProvider> providers = providers();
        if (!named.matches()) {
            throw new IllegalArgumentException("no such folder or zip of images: " + spec + " (named sources: "
                    + providers.keySet() + ", written as scheme:name)");
        }
        ImageSourceProvider provider = providers.get(named.group(1));
        if (provider == null) {
            throw new IllegalArgumentException("no file " + spec + ", and no image source of scheme " + named.group(1)
                    + "; known are " + providers.keySet());
        }
        return provider.open(named.group(2), options(named.group(3), spec), channels, height, width);
    }

    private static Path existing(String spec) {
        try {
            Path path = Path.of(spec);
            return !spec.isEmpty() && Files.exists(path) ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static Map<String, ImageSourceProvider> providers() {
        Map<String, ImageSourceProvider> providers = new TreeMap<>();
        for (ImageSourceProvider provider :
                ServiceLoader.load(ImageSourceProvider.class, ImageSourceProvider.class.getClassLoader())) {
            ImageSourceProvider other = providers.put(provider.scheme(), provider);
            if (other != null) {
                throw new IllegalStateException("two image sources of scheme " + provider.scheme() + ": "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName());
            }
        }
        return providers;
    }

    private static Map<String, String> options(String text, String spec) {
        Map<String, String> options = new LinkedHashMap<>();
        if (text == null || text.isEmpty()) {
            return options;
        }
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            boolean fresh = equals > 0 && options.put(pair.substring(0, equals), pair.substring(equals + 1)) == null;
            if (!fresh) {
                throw new IllegalArgumentException(
                        "options must be written once each as key=value&key=value, got '" + pair + "' in " + spec);
            }
        }
        return options;
    }
}
