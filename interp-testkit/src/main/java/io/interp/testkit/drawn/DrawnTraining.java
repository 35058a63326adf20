package io.interp.testkit.drawn;

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
final class DrawnTraining {
    private static final Logger LOG = LoggerFactory.getLogger(DrawnTraining.class);
    private static final double[] CUTS = {0.6, 0.85, 1};
    private static final int REPORT = 100;

    private DrawnTraining() {}

    /** What is made small: a scalar for the batch of one step, recorded with its graph. */
    interface Objective {
        NDArray of(NDManager scope, int step);
    }

    static void run(NDManager parent, Map<String, NDArray> weights, int steps, double rate, Objective objective) {
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
