package io.interp.sefa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.GradScope;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws codes of W or W+ towards their mean, {@code mean + psi (code - mean)}, which trades variety for quality. It is done
 * before a direction is followed, so that a step of alpha has the same length whatever psi is.
 *
 * @param psi the share of the distance that is kept: 1 keeps the codes, 0 gives the mean
 * @param layers in W+ the number of layers that are drawn, from the first on
 * @param mean the mean code {@code [d]}
 */
public record Truncation(double psi, int layers, HostArray mean) {

    private static final int BATCH = 256;

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if psi is not finite, no layer is drawn, or the mean is no vector
     */
    public Truncation {
        if (!Double.isFinite(psi) || layers < 1) {
            throw new IllegalArgumentException(
                    "truncation needs a finite psi and at least 1 layer, got " + psi + " and " + layers);
        }
        if (mean.shape().length != 1) {
            throw new IllegalArgumentException("the mean code must be [d], got " + mean);
        }
    }

    /**
     * Measures the mean code of a generator.
     *
     * @param path where its codes of W or W+ come from, not truncated
     * @param psi the share of the distance that is kept
     * @param layers in W+ the number of layers that are drawn
     * @param seed names the latents
     * @param samples how many latents to take, at least 1
     * @return the truncation
     * @throws IllegalArgumentException if the path is that of latents, or there are no samples
     */
    public static Truncation measured(CodePath path, double psi, int layers, long seed, int samples) {
        if (path.space().kind() == CodeSpace.Kind.Z || samples < 1) {
            throw new IllegalArgumentException(
                    "truncation draws codes of W or W+ to the mean of at least 1 sample, got " + path.space() + " and "
                            + samples);
        }
        double[] mean = new double[path.space().dimension()];
        List<Integer> all = IntStream.range(0, path.space().layers()).boxed().toList();
        for (int from = 0; from < samples; from += BATCH) {
            int count = Math.min(BATCH, samples - from);
            try (GradScope off = GradScope.off();
                    NDManager scope = path.generator().manager().newSubManager()) {
                NDArray z = path.generator().latents().sample(scope, seed, from, count);
                NDArray rows = CodeLayers.mean(path.codes(z), all, scope).toType(DataType.FLOAT64, false);
                double[] sum = rows.sum(new int[] {0}).toDoubleArray(); // [d]
                Vectors.addScaled(mean, sum, 1.0 / samples);
            }
        }
        return new Truncation(psi, layers, HostArray.of(Vectors.toFloats(mean), mean.length));
    }

    /**
     * Draws codes towards the mean.
     *
     * @param codes codes of W or W+
     * @return the drawn codes, owned by the manager of the codes
     * @throws IllegalArgumentException if the codes are latents or of another size
     */
    public Codes apply(Codes codes) {
        if (codes.space().kind() == CodeSpace.Kind.Z || codes.space().dimension() != mean.size()) {
            throw new IllegalArgumentException("truncation to a mean of " + mean.size()
                    + " numbers draws codes of W or W+, got codes of " + codes.space());
        }
        List<Integer> drawn = IntStream.range(0, Math.min(layers, codes.space().layers()))
                .boxed()
                .toList();
        return CodeLayers.change(codes, drawn, (layer, rows) -> {
            NDArray centre = mean.toNDArray(rows.getManager()).reshape(1, -1);
            return rows.sub(centre).mul((float) psi).add(centre); // [N, d]
        });
    }
}
