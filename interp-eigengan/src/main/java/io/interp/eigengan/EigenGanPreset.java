package io.interp.eigengan;

import io.interp.core.NearNames;
import io.interp.eigengan.train.EigenGanTraining;
import java.util.List;

/**
 * A network with the settings it is trained by, under the names the command line knows.
 *
 * @param network the networks' sizes
 * @param training the settings
 */
public record EigenGanPreset(EigenGan network, EigenGanTraining training) {

    /** The names, in the order of what they cost to train. */
    public static final List<String> NAMES = List.of("narrow", "celeba64", "paper");

    private static final long NARROW_STEPS = 2000;

    /** {@return the released network and settings} */
    public static EigenGanPreset paper() {
        return new EigenGanPreset(EigenGan.paper(), EigenGanTraining.paper());
    }

    /** {@return the 64x64 network of a re-implementation on CelebA} */
    public static EigenGanPreset celeba64() {
        return new EigenGanPreset(EigenGan.celeba64(), EigenGanTraining.celeba64());
    }

    /**
     * {@return a narrow network and short training, for processors}
     *
     * @param size the height and width of images
     */
    public static EigenGanPreset narrow(int size) {
        return new EigenGanPreset(EigenGan.narrow(size), EigenGanTraining.brief(NARROW_STEPS));
    }

    /**
     * {@return a preset by its name, for images of another size}
     *
     * @param name one of {@link #NAMES}
     * @param size the height and width of images
     * @throws IllegalArgumentException if there is no such preset or size
     */
    public static EigenGanPreset named(String name, int size) {
        return switch (name) {
            case "narrow" -> narrow(size);
            case "celeba64" -> new EigenGanPreset(EigenGan.celeba64().withSize(size), EigenGanTraining.celeba64());
            case "paper" -> new EigenGanPreset(EigenGan.paper().withSize(size), EigenGanTraining.paper());
            default -> throw new IllegalArgumentException(NearNames.unknown("preset", name, "EigenGAN", NAMES));
        };
    }
}
