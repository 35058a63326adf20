package io.interp.egan.fitness;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A {@link io.interp.egan.point.PointMlp} discriminator written out in double, forward and backward: nothing of the engine
 * is used but the weights' numbers.
 */
final class DoubleCritic {

    private final List<double[][]> weights = new ArrayList<>();
    private final List<double[]> biases = new ArrayList<>();

    DoubleCritic(Map<String, NDArray> parameters) {
        parameters.values().forEach(array -> {
            float[] values = array.toFloatArray();
            if (array.getShape().dimension() == 2) {
                int rows = (int) array.getShape().get(0);
                int columns = (int) array.getShape().get(1);
                double[][] matrix = new double[rows][columns];
                for (int i = 0; i < values.length; i++) {
                    matrix[i / columns][i % columns] = values[i];
                }
                weights.add(matrix);
            } else {
                double[] bias = new double[values.length];
                for (int i = 0; i < values.length; i++) {
                    bias[i] = values[i];
                }
                biases.add(bias);
            }
        });
    }

    int size() {
        int size = 0;
        for (int layer = 0; layer < weights.size(); layer++) {
            size += weights.get(layer).length * weights.get(layer)[0].length + biases.get(layer).length;
        }
        return size;
    }

    /** The logit of one point. */
    double score(double x, double y) {
        return forward(x, y).get(weights.size())[0];
    }

    private List<double[]> forward(double x, double y) {
        List<double[]> values = new ArrayList<>(List.of(new double[] {2 * x, 2 * y}));
        for (int layer = 0; layer < weights.size(); layer++) {
            double[][] w = weights.get(layer);
            double[] out = new double[w.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = biases.get(layer)[i];
                for (int j = 0; j < w[i].length; j++) {
                    out[i] += w[i][j] * values.get(layer)[j];
                }
                out[i] = layer < weights.size() - 1 ? Math.max(0, out[i]) : out[i];
            }
            values.add(out);
        }
        return values;
    }

    /** Adds the gradient of the logit of a point, times a factor, in the order of the weights. */
    private void addGradient(double x, double y, double factor, double[] into) {
        List<double[]> values = forward(x, y);
        double[] above = {factor};
        int end = into.length;
        for (int layer = weights.size() - 1; layer >= 0; layer--) {
            double[][] w = weights.get(layer);
            int biasAt = end - w.length;
            int weightAt = biasAt - w.length * w[0].length;
            double[] below = new double[w[0].length];
            for (int i = 0; i < w.length; i++) {
                into[biasAt + i] += above[i];
                for (int j = 0; j < below.length; j++) {
                    into[weightAt + i * below.length + j] += above[i] * values.get(layer)[j];
                    below[j] += above[i] * w[i][j];
                }
            }
            for (int j = 0; j < below.length && layer > 0; j++) {
                below[j] = values.get(layer)[j] > 0 ? below[j] : 0;
            }
            above = below;
            end = weightAt;
        }
    }

    /** The loss -log D(x) - log(1 - D(y)). */
    double loss(float[] real, float[] fake) {
        double sum = 0;
        for (int i = 0; i < real.length; i += 2) {
            sum += Math.log1p(Math.exp(-score(real[i], real[i + 1]))) / (real.length / 2.0);
        }
        for (int i = 0; i < fake.length; i += 2) {
            sum += Math.log1p(Math.exp(score(fake[i], fake[i + 1]))) / (fake.length / 2.0);
        }
        return sum;
    }

    /** The gradient of {@link #loss} by all weights. */
    double[] gradient(float[] real, float[] fake) {
        double[] gradient = new double[size()];
        for (int i = 0; i < real.length; i += 2) {
            double s = score(real[i], real[i + 1]);
            addGradient(real[i], real[i + 1], -1 / (1 + Math.exp(s)) / (real.length / 2.0), gradient);
        }
        for (int i = 0; i < fake.length; i += 2) {
            double s = score(fake[i], fake[i + 1]);
            addGradient(fake[i], fake[i + 1], 1 / (1 + Math.exp(-s)) / (fake.length / 2.0), gradient);
        }
        return gradient;
    }

    /** The same gradient by central differences. */
    double[] differences(float[] real, float[] fake, double step) {
        double[] gradient = new double[size()];
        int at = 0;
        for (int layer = 0; layer < weights.size(); layer++) {
            for (double[] row : weights.get(layer)) {
                for (int j = 0; j < row.length; j++) {
                    gradient[at++] = difference(row, j, real, fake, step);
                }
            }
            for (int j = 0; j < biases.get(layer).length; j++) {
                gradient[at++] = difference(biases.get(layer), j, real, fake, step);
            }
        }
        return gradient;
    }

    private double difference(double[] row, int index, float[] real, float[] fake, double step) {
        double kept = row[index];
        row[index] = kept + step;
        double above = loss(real, fake);
        row[index] = kept - step;
        double below = loss(real, fake);
        row[index] = kept;
        return (above - below) / (2 * step);
    }

    double quality(float[] fake) {
        double sum = 0;
        for (int i = 0; i < fake.length; i += 2) {
            sum += 1 / (1 + Math.exp(-score(fake[i], fake[i + 1])));
        }
        return sum / (fake.length / 2.0);
    }
}
