package io.interp.sefa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.tensor.GradScope;
import java.util.List;
import java.util.function.BiFunction;

/** Changes the codes of some layers and leaves those of the others as they are, to the bit. */
final class CodeLayers {

    private CodeLayers() {}

    /**
     * The changed codes, owned by the codes' manager.
     *
     * @param layers the layers of W+ to change; not looked at in Z and W
     * @param change gets a layer's number and its codes {@code [N, d]}, gives codes of the same shape
     */
    static Codes change(Codes codes, List<Integer> layers, BiFunction<Integer, NDArray, NDArray> change) {
        NDManager owner = codes.values().getManager();
        try (GradScope off = GradScope.off();
                NDManager scope = owner.newSubManager()) {
            NDArray values = view(codes.values(), scope);
            NDArray changed;
            if (codes.space().kind() == CodeSpace.Kind.W_PLUS) {
                NDList rows = new NDList();
                for (int layer = 0; layer < codes.space().layers(); layer++) {
                    NDArray row = values.get(":," + layer); // [N, d]
                    rows.add(layers.contains(layer) ? change.apply(layer, row) : row);
                }
                changed = NDArrays.stack(rows, 1); // [N, L, d]
            } else {
                changed = change.apply(0, values);
            }
            changed.attach(owner);
            return new Codes(codes.space(), changed);
        }
    }

    /** The mean of the codes over some layers, {@code [N, d]}, owned by a scope; in Z and W the codes themselves. */
    static NDArray mean(Codes codes, List<Integer> layers, NDManager scope) {
        NDArray values = view(codes.values(), scope);
        if (codes.space().kind() != CodeSpace.Kind.W_PLUS) {
            return values;
        }
        NDArray sum = values.get(":," + layers.get(0)); // [N, d]
        for (int layer : layers.subList(1, layers.size())) {
            sum = sum.add(values.get(":," + layer));
        }
        return sum.div(layers.size());
    }

    /** The same numbers as an array of a scope, so that what is computed from it belongs there too. */
    private static NDArray view(NDArray values, NDManager scope) {
        NDArray view = values.reshape(values.getShape());
        view.attach(scope);
        return view;
    }

    /** A vector of float32 numbers as a row {@code [1, d]}. */
    static NDArray row(NDManager scope, double[] vector) {
        return scope.create(Vectors.toFloats(vector), new Shape(1, vector.length));
    }
}
