package io.interp.sefa.attribute;

import ai.djl.ndarray.NDArray;
import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.Draws;
import io.interp.sefa.CodePath;
import io.interp.sefa.CodeSpace;
import io.interp.sefa.Direction;
import io.interp.sefa.measure.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The plane between codes of images that have an attribute and codes of those that do not, learned from scores; its normal
 * is a direction that gives the attribute. {@link Direction#moveTo} counts places from the plane.
 *
 * <h2>Reference</h2>
 * Shen et al., "InterFaceGAN", TPAMI 2020, section 3.1: a linear support vector machine on the codes with the highest and
 * lowest scores. Solved by liblinear (Fan et al., JMLR 2008): L2-regularised, squared hinge loss, in the primal.
 *
 * @param direction the normal, towards the attribute
 * @param trainingAccuracy the share of codes it was learned from that lie on their side
 * @param testAccuracy the share of the other codes that do
 * @param learned how many codes it was learned from
 * @param tested how many codes tested it
 */
public record Boundary(Direction direction, double trainingAccuracy, double testAccuracy, int learned, int tested) {

    private static final long SPLIT = 0xb0;
    private static final double TOLERANCE = 1e-6;

    /** A code and the side it belongs to, -1 or 1. */
    private record Example(List<double[]> codes, int number, int side) {
        double[] code() {
            return codes.get(number);
        }
    }

    /**
     * Scores samples of a generator and learns the boundary of one attribute.
     *
     * @param path where codes come from; in W+ the mean of an image's codes counts, and all layers will move
     * @param predictor scores images
     * @param attribute one of its attributes
     * @param samples the images, some thousands
     * @param options settings
     * @return the boundary
     * @throws IllegalArgumentException if there is no such attribute, or there are too few samples to learn from
     */
    public static Boundary learn(
            CodePath path, AttributePredictor predictor, String attribute, Samples samples, BoundaryOptions options) {
        int column = predictor.attributes().indexOf(attribute);
        if (column < 0) {
            throw new IllegalArgumentException(
                    "the predictor has no attribute '" + attribute + "', only " + predictor.attributes());
        }
        List<double[]> codes = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        samples.forEach(path, (scope, z, batch) -> {
            for (float[] row : Scores.of(predictor, path.images(z, batch))) {
                scores.add((double) row[column]);
            }
            boolean several = path.space().kind() == CodeSpace.Kind.W_PLUS;
            NDArray rows = several ? batch.values().mean(new int[] {1}) : batch.values(); // [N, d]
            double[] flat = HostArray.copyOf(rows).toDoubles();
            int d = path.space().dimension();
            for (int i = 0; i < flat.length / d; i++) {
                codes.add(Arrays.copyOfRange(flat, i * d, (i + 1) * d));
            }
        });
        return learn(
                attribute,
                path.space(),
                codes.toArray(double[][]::new),
                scores.stream().mapToDouble(Double::doubleValue).toArray(),
                options);
    }

    /**
     * Learns a boundary from codes that are scored already.
     *
     * @param name the name of the direction, and its label
     * @param space the space of the codes; in W+ the direction will move all layers
     * @param codes {@code [N][d]}
     * @param scores {@code [N]}, higher for more of the attribute
     * @param options settings
     * @return the boundary
     * @throws IllegalArgumentException if the sizes do not fit, a number is not finite, fewer than two codes stand at
     *     either end, or all scores are equal
     */
    public static Boundary learn(
            String name, CodeSpace space, double[][] codes, double[] scores, BoundaryOptions options) {
        check(space, codes, scores);
        int ends = (int) (options.share() * codes.length);
        if (ends < 2) {
            throw new IllegalArgumentException("a share of " + options.share() + " of " + codes.length
                    + " codes leaves " + ends + " at either end, at least 2 are needed; take more samples or a larger"
                    + " share");
        }
        int[] rising = IntStream.range(0, codes.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        if (!(scores[rising[0]] < scores[rising[codes.length - 1]])) {
            throw new IllegalArgumentException("all " + codes.length + " scores are " + scores[0]
                    + "; nothing tells codes with '" + name + "' from others");
        }
        List<double[]> all = List.of(codes);
        int perSide = Math.max(1, Math.min(ends - 1, (int) Math.round(options.training() * ends)));
        int[] order = Draws.distinct(Draws.stream(options.seed(), SPLIT), ends, ends);
        List<Example> learn = new ArrayList<>();
        List<Example> test = new ArrayList<>();
        for (int i = 0; i < ends; i++) {
            List<Example> into = i < perSide ? learn : test;
            into.add(new Example(all, rising[order[i]], -1));
            into.add(new Example(all, rising[codes.length - 1 - order[i]], 1));
        }
        double[] plane = fit(learn, options);
        double length = Math.sqrt(IntStream.range(0, space.dimension())
                .mapToDouble(j -> plane[j] * plane[j])
                .sum());
        List<Integer> layers = space.kind() == CodeSpace.Kind.W_PLUS
                ? IntStream.range(0, space.layers()).boxed().toList()
                : List.of();
        Direction direction = Direction.of(name, space, layers, Arrays.copyOf(plane, space.dimension()))
                .labelled(name)
                .centred(-plane[space.dimension()] / length);
        return new Boundary(direction, accuracy(learn, plane), accuracy(test, plane), learn.size(), test.size());
    }

    private static void check(CodeSpace space, double[][] codes, double[] scores) {
        if (codes.length != scores.length) {
            throw new IllegalArgumentException(
                    "codes and scores must be as many, got " + codes.length + " and " + scores.length);
        }
        for (int i = 0; i < codes.length; i++) {
            if (codes[i].length != space.dimension()) {
                throw new IllegalArgumentException("code " + i + " has " + codes[i].length + " numbers, those of "
                        + space + " have " + space.dimension());
            }
            if (!Double.isFinite(scores[i]) || !Arrays.stream(codes[i]).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("code or score " + i + " is not finite");
            }
        }
    }

    /** The plane as d weights and a bias. */
    private static double[] fit(List<Example> examples, BoundaryOptions options) {
        Linear.disableDebugOutput(); // it would print its progress
        int d = examples.get(0).code().length;
        Problem problem = new Problem();
        problem.l = examples.size();
        problem.n = d + 1;
        problem.bias = 1;
        problem.x = examples.stream().map(e -> features(e.code())).toArray(Feature[][]::new);
        problem.y = examples.stream().mapToDouble(Example::side).toArray();
        Parameter parameter = new Parameter(SolverType.L2R_L2LOSS_SVC, options.penalty(), TOLERANCE);
        parameter.setRandom(new Random(options.seed()));
        Model model = Linear.train(problem, parameter);
        int sign = model.getLabels()[0]; // liblinear's weights point to the class it met first
        return Arrays.stream(model.getFeatureWeights()).map(w -> sign * w).toArray();
    }

    /** The code's numbers and a 1 that the bias is learned on, counted from 1. */
    private static Feature[] features(double[] code) {
        Feature[] features = new Feature[code.length + 1];
        for (int j = 0; j < code.length; j++) {
            features[j] = new FeatureNode(j + 1, code[j]);
        }
        features[code.length] = new FeatureNode(code.length + 1, 1);
        return features;
    }

    private static double accuracy(List<Example> examples, double[] plane) {
        int right = 0;
        for (Example example : examples) {
            double[] code = example.code();
            double value = plane[code.length];
            for (int j = 0; j < code.length; j++) {
                value += plane[j] * code[j];
            }
            right += value * example.side() > 0 ? 1 : 0;
        }
        return (double) right / examples.size();
    }
}
