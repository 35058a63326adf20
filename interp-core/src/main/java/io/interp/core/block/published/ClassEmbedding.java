package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.List;

/** The embedding of one class for every latent: {@code [N, embedding]}; what it reads only says how many there are. */
final class ClassEmbedding extends PublishedBlock {

    private final int label;
    private final boolean columns;
    private final Parameter weight;

    /**
     * Creates the embedding.
     *
     * @param seed the seed of its weights
     * @param classes the number of classes
     * @param embedding the size of an embedding
     * @param label the class
     * @param columns whether classes are columns of the weight rather than rows
     */
    @SuppressWarnings("this-escape")
    ClassEmbedding(long seed, int classes, int embedding, int label, boolean columns) {
        super(seed, embedding);
        this.label = label;
        this.columns = columns;
        double deviation = 1 / Math.sqrt(embedding);
        weight = columns
                ? weight("weight", deviation, embedding, classes)
                : weight("weight", deviation, classes, embedding);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray table = pass.get(weight);
        NDArray row = (columns ? table.transpose() : table).get(label).expandDims(0); // [1, embedding]
        return row.repeat(0, inputs.get(0).getShape().get(0));
    }
}
