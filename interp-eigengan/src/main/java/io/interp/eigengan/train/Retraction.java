package io.interp.eigengan.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.TensorOps;

/** How a basis is brought back to orthonormal columns after a step of the optimiser. */
public enum Retraction {
    /** Not at all: a penalty alone holds it. */
    NONE {
        @Override
        NDArray nearest(NDArray basis) {
            return basis;
        }
    },
    /** By the nearest matrix with orthonormal columns, U (U'U)^(-1/2), which treats all columns alike. */
    POLAR {
        @Override
        NDArray nearest(NDArray basis) {
            NDList solved = TensorOps.eigh(basis.transpose().matMul(basis)); // [q], [q, q]
            NDArray vectors = solved.get(1);
            NDArray root = vectors.div(solved.get(0).sqrt()).matMul(vectors.transpose()); // [q, q]
            return basis.matMul(root);
        }
    },
    /** By Gram-Schmidt, in the order of the columns: the first keeps its direction. */
    QR {
        @Override
        NDArray nearest(NDArray basis) {
            NDArray columns = TensorOps.qr(basis).head(); // [D, q]
            NDArray signs = columns.mul(basis).sum(new int[] {0}).sign(); // those of the diagonal of R
            return columns.mul(signs);
        }
    };

    /**
     * {@return the basis brought back}
     *
     * @param basis {@code [D, q]} on a scope of the caller, outside any graph
     */
    abstract NDArray nearest(NDArray basis);

    /**
     * Brings a basis back, in place. Does nothing for {@link #NONE}.
     *
     * @param basis {@code [D, q]} with linearly independent columns, not far from orthonormal
     */
    public void apply(NDArray basis) {
        if (this == NONE) {
            return;
        }
        try (GradScope off = GradScope.off();
                NDManager scope = basis.getManager().newSubManager()) {
            NDArray copy = basis.duplicate();
            copy.attach(scope);
            nearest(copy).copyTo(basis);
        }
    }
}
