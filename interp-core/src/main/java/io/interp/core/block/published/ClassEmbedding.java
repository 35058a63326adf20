package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.List;

/** The embedding of one class for every latent: {@code [N, embedding]}; what it reads only says how many there are. */
final class ClassEmbedding extends PublishedBlock {

    private final int label;
    private final Parameter weight;

    @SuppressWarnings("this-escape")
    ClassEmbedding(long seed, int classes, int embedding, int label) {
        super(seed, embedding);
        this.label = label;
        weight = weight("weight", 1 / Math.sqrt(embedding), classes, embedding);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray row = pass.get(weight).get(label).expandDims(0); // [1, embedding]
        return row.repeat(0, inputs.get(0).getShape().get(0));
    }
}
