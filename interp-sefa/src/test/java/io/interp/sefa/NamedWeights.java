package io.interp.sefa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockGenerator;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.Draws;
import io.interp.core.train.Checkpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A block with matrices of any name, each of which takes some numbers of the input. Its output is an image of one channel
 * whose row i is tanh of matrix i times its numbers, so what changes in row i was changed by matrix i alone.
 */
public final class NamedWeights extends AbstractBlock {

    /**
     * A matrix.
     *
     * @param name its name
     * @param inputs its number of columns
     * @param from the first column that takes a code; the others take ones
     * @param code which code of {@code [N, L, d]}, or the first coordinate of {@code [N, d]}
     * @param taken how many coordinates it takes
     */
    public record Matrix(String name, int inputs, int from, int code, int taken) {}

    private static final int ROWS = 8;

    private final List<Matrix> matrices;
    private final List<Parameter> weights = new ArrayList<>();

    @SuppressWarnings("this-escape")
    public NamedWeights(List<Matrix> matrices) {
        super((byte) 1);
        this.matrices = matrices;
        for (Matrix matrix : matrices) {
            Parameter weight = addParameter(Parameter.builder()
                    .setName(matrix.name())
                    .setType(Parameter.Type.WEIGHT)
                    .build());
            weight.setShape(new Shape(ROWS, matrix.inputs()));
            weights.add(weight);
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDManager manager = x.getManager();
        long n = x.getShape().get(0);
        NDList rows = new NDList();
        for (int i = 0; i < matrices.size(); i++) {
            Matrix m = matrices.get(i);
            NDArray taken = x.getShape().dimension() == 3
                    ? x.get(":," + m.code())
                    : x.get(":," + m.code() + ":" + (m.code() + m.taken())); // [N, taken]
            NDList all = new NDList();
            if (m.from() > 0) {
                all.add(manager.ones(new Shape(n, m.from())));
            }
            all.add(taken);
            int after = m.inputs() - m.from() - m.taken();
            if (after > 0) {
                all.add(manager.ones(new Shape(n, after)));
            }
            NDArray weight = store.getValue(weights.get(i), x.getDevice(), training);
            rows.add(NDArrays.concat(all, 1).matMul(weight.transpose()).tanh()); // [N, rows]
        }
        return new NDList(NDArrays.stack(rows, 1).reshape(n, 1, matrices.size(), ROWS));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), 1, matrices.size(), ROWS)};
    }

    /** A style generator: latents, a mapping, one code for each layer, and styles named as genforce names them. */
    public static BlockGenerator styleGenerator(NDManager parent, int d, int convolutions) {
        return generator(parent, d, stages -> {
            int layers = convolutions + 1;
            stages.put("mapping", new NamedMapping(d));
            stages.put(
                    "truncation",
                    new LambdaBlock(
                            w -> new NDList(w.singletonOrThrow().expandDims(1).repeat(1, layers)), // [N, L, d]
                            "broadcast"));
            List<Matrix> styles = new ArrayList<>();
            for (int i = 0; i < convolutions; i++) {
                styles.add(new Matrix("layer" + i + ".style.weight", d, 0, i, d));
            }
            for (int b = 0; 2 * b + 1 < layers; b++) {
                styles.add(new Matrix("output" + b + ".style.weight", d, 0, 2 * b + 1, d));
            }
            stages.put("synthesis", new NamedWeights(styles));
        });
    }

    /** A generator of some stages with seeded normal weights. */
    public static BlockGenerator generator(NDManager parent, int d, Consumer<Map<String, Block>> stages) {
        BlockGenerator generator = new BlockGenerator(
                parent,
                "toy",
                LatentSpace.normal(d),
                () -> {
                    Map<String, Block> made = new LinkedHashMap<>();
                    stages.accept(made);
                    return made;
                },
                0);
        RandomGenerator random = Draws.stream(5);
        Map<String, HostArray> values = new LinkedHashMap<>();
        generator.state().forEach((name, array) -> {
            float[] numbers = new float[Math.toIntExact(array.size())];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) (0.3 * random.nextGaussian());
            }
            values.put(name, HostArray.of(numbers, array.getShape().getShape()));
        });
        Checkpoint.putBack(values, generator.state());
        return generator;
    }

    /** A linear mapping from latents to a code of the same size. */
    private static final class NamedMapping extends AbstractBlock {
        private final Parameter weight;

        @SuppressWarnings("this-escape")
        NamedMapping(int d) {
            super((byte) 1);
            weight = addParameter(Parameter.builder()
                    .setName("dense.weight")
                    .setType(Parameter.Type.WEIGHT)
                    .build());
            weight.setShape(new Shape(d, d));
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
            NDArray x = inputs.singletonOrThrow();
            return new NDList(
                    x.matMul(store.getValue(weight, x.getDevice(), training).transpose()));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }
}
