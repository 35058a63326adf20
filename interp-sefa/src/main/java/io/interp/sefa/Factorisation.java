package io.interp.sefa;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.stat.SymmetricEigen;
import io.interp.core.stat.SymmetricEigenSolver;
import io.interp.core.tensor.GradScope;
import io.interp.sefa.weight.AffineWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The closed form: the unit vectors n that an affine step y = A x + b stretches most, as the eigenvectors of A'A in the
 * order of falling eigenvalues, which are the squared lengths of A n.
 *
 * <p>The matrices of several layers are stacked and factorised as one. Weights are read as float32, all arithmetic is in
 * float64, so squaring A costs no direction that could matter. Rows of zeros say nothing and are left out.
 *
 * <p>An eigenvector's sign is arbitrary; here its entry of largest magnitude is positive, the first of several. Where
 * eigenvalues lie closer together than the tolerance times the largest, each vector is arbitrary within the subspace they
 * span, and the group number says so.
 *
 * <h2>Reference</h2>
 * Shen and Zhou, "Closed-Form Factorization of Latent Semantics in GANs", CVPR 2021, section 3.2. The released code
 * (genforce/sefa, {@code utils.py}) normalises rows and neither sorts nor fixes signs; this sorts and fixes them.
 *
 * @param normalisation how rows are weighed
 * @param solver finds eigenvectors
 * @param tolerance the relative gap below which eigenvalues count as equal, at least 0 and below 1
 */
public record Factorisation(Normalisation normalisation, SymmetricEigenSolver solver, double tolerance) {

    /** The relative gap that float32 weights can't be trusted to resolve, with some room: {@value}. */
    public static final double DEFAULT_TOLERANCE = 1e-6;

    private static final double ZERO_ROW = 1e-12;

    /** Entries this much below the largest count as equal to it, so that rounding can't decide the sign. */
    private static final double SIGN_TIE = 1e-9;

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if the tolerance is out of range
     */
    public Factorisation {
        Objects.requireNonNull(normalisation, "normalisation");
        Objects.requireNonNull(solver, "solver");
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("the tolerance must be at least 0 and below 1, got " + tolerance);
        }
    }

    /**
     * Uses the engine's solver and the default tolerance.
     *
     * @param normalisation how rows are weighed
     */
    public Factorisation(Normalisation normalisation) {
        this(normalisation, new TorchEigenSolver(), DEFAULT_TOLERANCE);
    }

    /**
     * Factorises weights.
     *
     * @param weights at least one matrix, all for codes of one size; coordinates that none of them takes have no part in
     *     any direction
     * @param space the space of the codes
     * @param moved in W+ the layers that the directions move; elsewhere empty
     * @param origin where the weights come from; numbers of rows are filled in
     * @return one direction for each coordinate that the weights take, best first
     * @throws IllegalArgumentException if there are no weights, they do not fit the space, hold NaN or infinities, or are
     *     all zero
     */
    public Directions of(List<AffineWeights> weights, CodeSpace space, List<Integer> moved, Origin origin) {
        check(weights, space);
        // The manager comes first: it loads the engine, which the scope asks for its mode.
        try (NDManager scope = NDManager.newBaseManager(Device.cpu());
                GradScope off = GradScope.off()) {
            long kept = 0;
            long given = 0;
            double longest = 0;
            Map<Integer, List<NDArray>> layers = new TreeMap<>();
            for (AffineWeights part : weights) {
                NDArray matrix = spread(part, scope); // [m, d]
                longest = Math.max(longest, lengths(matrix, part).max().getDouble());
                given += part.rows();
                layers.computeIfAbsent(part.layer(), l -> new ArrayList<>()).add(matrix);
            }
            if (!(longest > 0)) {
                throw new IllegalArgumentException("weights " + names(weights) + " are all zero; nothing to factorise");
            }
            NDArray gram = scope.zeros(new Shape(space.dimension(), space.dimension()), DataType.FLOAT64);
            for (List<NDArray> layer : layers.values()) {
                NDArray rows = NDArrays.concat(new NDList(layer)); // [m, d]
                NDArray alive = lengths(rows).gt(ZERO_ROW * longest).toType(DataType.FLOAT64, false); // [m, 1]
                kept += Math.round(alive.sum().getDouble());
                NDArray weighed = weigh(rows.mul(alive), alive);
                gram = gram.add(weighed.transpose().matMul(weighed)); // [d, d]
            }
            gram = gram.add(gram.transpose()).div(2);
            Origin full = new Origin(
                    origin.model(),
                    origin.fingerprint(),
                    origin.method(),
                    normalisation,
                    origin.layers(),
                    origin.tensors(),
                    origin.codeLayer(),
                    kept,
                    given - kept);
            return solve(gram.toDoubleArray(), taken(weights, space), space, moved, full);
        }
    }

    private static void check(List<AffineWeights> weights, CodeSpace space) {
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("no weights to factorise");
        }
        for (AffineWeights part : weights) {
            if (part.dimension() != space.dimension()) {
                throw new IllegalArgumentException("weights '" + part.tensor() + "' are for codes of "
                        + part.dimension() + " coordinates, those of " + space + " have " + space.dimension());
            }
        }
    }

    private static List<String> names(List<AffineWeights> weights) {
        return weights.stream().map(AffineWeights::tensor).distinct().toList();
    }

    /** The matrix with a column for each coordinate of the code. */
    private static NDArray spread(AffineWeights part, NDManager scope) {
        NDArray matrix = part.toNDArray(scope);
        int after = part.dimension() - part.offset() - part.columns();
        NDList columns = new NDList();
        if (part.offset() > 0) {
            columns.add(scope.zeros(new Shape(part.rows(), part.offset()), DataType.FLOAT64));
        }
        columns.add(matrix);
        if (after > 0) {
            columns.add(scope.zeros(new Shape(part.rows(), after), DataType.FLOAT64));
        }
        return columns.size() == 1 ? matrix : NDArrays.concat(columns, 1); // [m, d]
    }

    private static NDArray lengths(NDArray matrix, AffineWeights part) {
        NDArray lengths = lengths(matrix);
        double sum = lengths.sum().getDouble();
        if (Double.isNaN(sum) || Double.isInfinite(sum)) {
            throw new IllegalArgumentException("weights '" + part.tensor()
                    + "' hold NaN or infinite numbers; they can't be factorised, load a sound file");
        }
        return lengths;
    }

    private static NDArray lengths(NDArray matrix) {
        return matrix.square().sum(new int[] {1}, true).sqrt(); // [m, 1]
    }

    /** Rows weighed against each other; those that are not alive are 0 and stay so. */
    private NDArray weigh(NDArray rows, NDArray alive) {
        NDArray dead = alive.neg().add(1); // [m, 1], keeps 0 / 0 away
        return switch (normalisation) {
            case ROWS -> rows.div(lengths(rows).add(dead));
            case NONE -> rows;
            case FROBENIUS -> {
                double norm = Math.sqrt(rows.square().sum().getDouble());
                yield norm > 0 ? rows.div(norm) : rows;
            }
        };
    }

    /** The coordinates of the code that some matrix takes. */
    private static int[] taken(List<AffineWeights> weights, CodeSpace space) {
        return IntStream.range(0, space.dimension())
                .filter(j -> weights.stream().anyMatch(w -> j >= w.offset() && j < w.offset() + w.columns()))
                .toArray();
    }

    private Directions solve(double[] gram, int[] taken, CodeSpace space, List<Integer> moved, Origin origin) {
        int d = space.dimension();
        int n = taken.length;
        double[] part = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                part[i * n + j] = gram[taken[i] * d + taken[j]];
            }
        }
        SymmetricEigen eigen = solver.solve(part, n);
        double[] values = Arrays.stream(eigen.values()).map(v -> Math.max(0, v)).toArray();
        double[] columns = eigen.vectors();
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double sum = Arrays.stream(values).sum();
        List<Direction> directions = new ArrayList<>();
        int group = 0;
        for (int rank = 0; rank < n; rank++) {
            double value = values[order[rank]];
            double next = rank + 1 < n ? values[order[rank + 1]] : 0;
            double gap = (value - next) / values[order[0]];
            double[] vector = new double[d];
            for (int i = 0; i < n; i++) {
                vector[taken[i]] = columns[i * n + order[rank]];
            }
            directions.add(Direction.of(name(rank), space, moved, signed(vector))
                    .at(new SpectralLine(rank, value, value / sum, gap, group)));
            group += gap > tolerance ? 1 : 0;
        }
        return new Directions(space, origin, directions);
    }

    private static String name(int rank) {
        return "direction " + rank;
    }

    private static double[] signed(double[] vector) {
        double largest = Arrays.stream(vector).map(Math::abs).max().orElseThrow();
        for (double entry : vector) {
            if (Math.abs(entry) >= largest * (1 - SIGN_TIE)) {
                return entry < 0 ? Arrays.stream(vector).map(v -> 0 - v).toArray() : vector; // never -0.0
            }
        }
        throw new IllegalStateException("an eigenvector holds no number that is its largest: the solver gave NaN");
    }
}
