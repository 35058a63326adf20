package io.interp.testkit.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.core.train.Adam;
import io.interp.core.train.AdamOptions;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits a small network by Adam, with a rate that is cut to a quarter after 60% and again after 85% of the steps. */
public final class Fitting {
    private static final Logger LOG = LoggerFactory.getLogger(Fitting.class);
    private static final double[] CUTS = {0.6, 0.85, 1};
    private static final int REPORT = 100;

    private Fitting() {}

    /** What is made small. */
    @FunctionalInterface
    public interface Objective {
        /**
         * {@return a scalar for the batch of one step, recorded with its graph}
         *
         * @param scope owns what the step needs; closed after it
         * @param step the number of the step, from 0
         */
        NDArray of(NDManager scope, int step);
    }

    /**
     * Fits.
     *
     * @param parent the manager whose children are used
     * @param weights what is fitted, by name; changed in place
     * @param steps the number of steps
     * @param rate the first learning rate
     * @param objective what is made small
     */
    public static void run(
            NDManager parent, Map<String, NDArray> weights, int steps, double rate, Objective objective) {
        Map<String, HostArray> moments = Map.of();
        int step = 0;
        double current = rate;
        for (double cut : CUTS) {
            try (Adam adam = new Adam(parent, weights, new AdamOptions(current, 0.9, 0.999, 1e-8))) {
                if (!moments.isEmpty()) {
                    adam.restore(moments);
                }
                while (step < Math.round(cut * steps)) {
                    step(parent, adam, objective, step++);
                }
                moments = adam.state();
            }
            current /= 4;
        }
    }

    private static void step(NDManager parent, Adam adam, Objective objective, int step) {
        try (NDManager scope = parent.newSubManager();
                GradScope on = GradScope.on()) {
            NDArray loss = objective.of(scope, step);
            if (step % REPORT == 0) {
                LOG.info("step {}: loss {}", step, loss.getFloat());
            }
            adam.step(Gradients.of(loss, adam.weights()));
        }
    }
}
