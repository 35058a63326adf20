package io.interp.core.block.published;

import ai.djl.ndarray.NDManager;
import io.interp.core.block.BlockGenerator;
import java.nio.file.Path;

/** A published architecture with its sizes: builds generators with fresh weights or with those of a checkpoint. */
public sealed interface PublishedNetwork permits Pggan, StyleGan, StyleGan2, BigGan, BigGanDeep {

    /**
     * Builds a generator with fresh weights.
     *
     * @param parent the manager whose child owns the weights
     * @param seed the seed of the weights and of the fixed noise
     * @return the generator, which the caller closes
     */
    BlockGenerator generator(NDManager parent, long seed);

    /**
     * Builds a generator with the weights of a checkpoint.
     *
     * @param parent the manager whose child owns the weights
     * @param weights the checkpoint, with the names of the public PyTorch code
     * @return the generator, which the caller closes
     * @throws IllegalArgumentException if names or shapes are not those of this network; the message lists them
     */
    default BlockGenerator open(NDManager parent, StateDict weights) {
        BlockGenerator generator = generator(parent, 0);
        try {
            weights.into(generator);
            return generator;
        } catch (RuntimeException e) {
            generator.close();
            throw e;
        }
    }

    /**
     * Builds a generator with the weights of a checkpoint.
     *
     * @param parent the manager whose child owns the weights
     * @param weights a safetensors or npz file with the names of the public PyTorch code
     * @return the generator, which the caller closes
     * @throws IllegalArgumentException if the file is broken, or names or shapes are not those of this network
     */
    default BlockGenerator open(NDManager parent, Path weights) {
        return open(parent, StateDict.read(weights));
    }
}
