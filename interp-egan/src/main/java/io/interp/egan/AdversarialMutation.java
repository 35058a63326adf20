package io.interp.egan;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.interp.core.NearNames;
import io.interp.core.tensor.TensorOps;
import io.interp.core.train.GanLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The objectives of published code, on logits s with D = 1 / (1 + exp(-s)), N images and the mean over them.
 *
 * <h2>Reference</h2>
 *
 * Wang, Xu, Yao and Tao, "Evolutionary Generative Adversarial Networks", IEEE TEVC 2019, equations 3 to 5 (arXiv
 * 1803.00657). The paper calls least squares non-saturating; by the logit its slope is -2 D (1 - D)&sup2;, which vanishes
 * where D is sure, and only the heuristic mutation keeps a slope there.
 */
public enum AdversarialMutation implements Mutation {
    /** 1/2 log(1 - D), equation 3: slope -D/2 by the logit, which vanishes where the discriminator is sure. */
    MINIMAX {
        @Override
        public NDArray loss(NDArray scores) {
            return TensorOps.scale(GanLoss.MINIMAX.generatorLoss(scores), HALF);
        }
    },
    /** -1/2 log D, equation 4: slope -(1 - D)/2 by the logit. */
    HEURISTIC {
        @Override
        public NDArray loss(NDArray scores) {
            return TensorOps.scale(GanLoss.NON_SATURATING.generatorLoss(scores), HALF);
        }
    },
    /** (D - 1)&sup2;, equation 5, on probabilities as in the paper. */
    LEAST_SQUARES {
        @Override
        public NDArray loss(NDArray scores) {
            return Activation.sigmoid(scores).sub(1).square().mean();
        }
    },
    /** (s - 1)&sup2; on logits, which is what the authors' PyTorch code computes under the name of least squares. */
    LEAST_SQUARES_LOGIT {
        @Override
        public NDArray loss(NDArray scores) {
            return scores.sub(1).square().mean();
        }
    },
    /** -s: the generator's half of the hinge game, which the authors' PyTorch code offers too. */
    HINGE {
        @Override
        public NDArray loss(NDArray scores) {
            return GanLoss.HINGE.generatorLoss(scores);
        }
    };

    private static final float HALF = 0.5f;

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the three of the paper, in its order of preference at a tie: heuristic, minimax, least squares} */
    public static List<Mutation> ofPaper() {
        return List.of(HEURISTIC, MINIMAX, LEAST_SQUARES);
    }

    /**
     * Finds mutations by their labels.
     *
     * @param labels such as {@code minimax,heuristic,least-squares}
     * @return the mutations in that order
     * @throws IllegalArgumentException if a label is unknown; the message lists near ones
     */
    public static List<Mutation> parse(String labels) {
        List<String> known = Arrays.stream(values()).map(Mutation::label).toList();
        List<Mutation> found = new ArrayList<>();
        for (String label : labels.split(",", -1)) {
            int index = known.indexOf(label.strip());
            if (index < 0) {
                throw new IllegalArgumentException(NearNames.unknown("mutation", label.strip(), "this version", known));
            }
            found.add(values()[index]);
        }
        return List.copyOf(found);
    }
}
