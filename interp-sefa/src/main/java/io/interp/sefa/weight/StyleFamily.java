package io.interp.sefa.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one code base names the affine steps from codes to styles, and which code of W+ each takes. A style that writes
 * colours shares its code with the next convolution.
 */
enum StyleFamily {
    /** genforce: the models that SeFa's authors released. */
    GENFORCE("genforce StyleGAN", "layer(\\d+)\\.style", "output(\\d+)\\.style") {
        @Override
        int convolution(Matcher name) {
            return number(name, 1);
        }

        @Override
        int rgb(Matcher name) {
            return 2 * number(name, 1) + 1;
        }
    },
    /** rosinality and what derives from it. */
    ROSINALITY(
            "rosinality StyleGAN2",
            "(?:conv1|convs\\.(\\d+))\\.conv\\.modulation",
            "(?:to_rgb1|to_rgbs\\.(\\d+))\\.conv\\.modulation") {
        @Override
        int convolution(Matcher name) {
            return name.group(1) == null ? 0 : number(name, 1) + 1;
        }

        @Override
        int rgb(Matcher name) {
            return name.group(1) == null ? 1 : 2 * number(name, 1) + 3;
        }
    },
    /** NVlabs StyleGAN2-ADA: blocks are named by their resolution. */
    NVLABS2("NVlabs StyleGAN2-ADA", "b(\\d+)\\.conv([01])\\.affine", "b(\\d+)\\.torgb\\.affine") {
        @Override
        int convolution(Matcher name) {
            return 2 * block(name) - 1 + number(name, 2);
        }

        @Override
        int rgb(Matcher name) {
            return 2 * block(name) + 1;
        }

        private int block(Matcher name) {
            return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(4, number(name, 1))) - 2;
        }
    },
    /** NVlabs StyleGAN3: the first code drives the transform of the input, which is left out. */
    NVLABS3("NVlabs StyleGAN3", "L(\\d+)_\\d+_\\d+\\.affine", null) {
        @Override
        int convolution(Matcher name) {
            return number(name, 1) + 1;
        }

        @Override
        int rgb(Matcher name) {
            throw new IllegalStateException("StyleGAN3 does not name a colour layer of its own");
        }
    };

    private static final String PREFIX = "(?:.*\\.)?";
    private static final String SUFFIX = "\\.weight(?:_orig)?";

    private final String title;
    private final Pattern convolutions;
    private final Pattern rgbs;

    StyleFamily(String title, String convolution, String rgb) {
        this.title = title;
        this.convolutions = Pattern.compile(PREFIX + convolution + SUFFIX);
        this.rgbs = rgb == null ? null : Pattern.compile(PREFIX + rgb + SUFFIX);
    }

    /** One style found by its name. */
    record Style(String tensor, Shape shape, int layer, boolean rgb, String family) {}

    abstract int convolution(Matcher name);

    abstract int rgb(Matcher name);

    static int number(Matcher name, int group) {
        return Integer.parseInt(name.group(group));
    }

    /** The styles among some weights, by rising layer; those of the family that names most of them. */
    static List<Style> find(Map<String, NDArray> parameters) {
        List<Style> best = List.of();
        for (StyleFamily family : values()) {
            List<Style> found = family.named(parameters);
            if (found.size() > best.size()) {
                best = found;
            }
        }
        return best;
    }

    private List<Style> named(Map<String, NDArray> parameters) {
        List<Style> found = new ArrayList<>();
        parameters.forEach((tensor, weight) -> {
            if (weight.getShape().dimension() != 2) {
                return;
            }
            Matcher convolution = convolutions.matcher(tensor);
            if (convolution.matches()) {
                found.add(new Style(tensor, weight.getShape(), convolution(convolution), false, title));
                return;
            }
            Matcher rgb = rgbs == null ? null : rgbs.matcher(tensor);
            if (rgb != null && rgb.matches()) {
                found.add(new Style(tensor, weight.getShape(), rgb(rgb), true, title));
            }
        });
        found.sort(Comparator.comparingInt(Style::layer).thenComparing(Style::rgb));
        return found;
    }
}
