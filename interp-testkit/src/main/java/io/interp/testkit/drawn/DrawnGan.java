package io.interp.testkit.drawn;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Network;
import io.interp.core.block.Dcgan;
import io.interp.core.io.SafeTensors;
import io.interp.core.train.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A small GAN trained on drawn faces, 32x32, that comes with the library: what the demonstration, the examples and the
 * tests open up when nobody brings a generator.
 *
 * <p>Trained by {@link io.interp.core.train.GanTrainer} for 6,000 steps of 32 images on the first 4,000 drawn faces of
 * seed 0; {@code ./interp train --out DIR} does it again.
 */
public final class DrawnGan {

    /** The architecture of both networks. */
    public static final Dcgan ARCHITECTURE = new Dcgan(64, 32, 3, 128, 48, Dcgan.Upsampling.NEAREST);

    private DrawnGan() {}

    /**
     * Loads both networks.
     *
     * @param parent the manager whose children own the weights
     * @return the GAN; the caller closes its networks
     */
    public static Gan load(NDManager parent) {
        return Gan.of(generator(parent), discriminator(parent));
    }

    /**
     * Loads the generator: 64 normal latents to images (3, 32, 32), layers {@code layer1} (128 filters, 4x4), {@code
     * layer2} (64, 8x8), {@code layer3} (48, 16x16), {@code layer4} (48, 32x32) and {@code image}.
     *
     * @param parent the manager whose child owns the weights
     * @return the generator; the caller closes it
     */
    public static Generator generator(NDManager parent) {
        Generator generator = ARCHITECTURE.generator(parent, 0);
        fill(generator, "generator.safetensors");
        return generator;
    }

    /**
     * Loads the discriminator it was trained against.
     *
     * @param parent the manager whose child owns the weights
     * @return the discriminator; the caller closes it
     */
    public static Discriminator discriminator(NDManager parent) {
        Discriminator discriminator = ARCHITECTURE.discriminator(parent, 0);
        fill(discriminator, "discriminator.safetensors");
        return discriminator;
    }

    private static void fill(Network network, String resource) {
        Path copy = null;
        try (InputStream in = DrawnGan.class.getResourceAsStream(resource)) {
            copy = Files.createTempFile("interp", ".safetensors");
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            Checkpoint.putBack(SafeTensors.read(copy).arrays(), network.state());
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the weights " + resource + " that come with the library", e);
        } finally {
            delete(copy);
        }
    }

    private static void delete(Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("can't delete the temporary " + file, e);
            }
        }
    }
}
