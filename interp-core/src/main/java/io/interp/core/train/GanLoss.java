package io.interp.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.interp.core.tensor.TensorOps;

/**
 * The objectives of the two players as functions of the discriminator's logits. Each returns a scalar to be minimised,
 * averaged over the batch.
 */
public enum GanLoss {
    /**
     * The original game: the generator minimises log(1 - D(x)), whose gradient vanishes where the discriminator is sure.
     *
     * <p>Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, equation 1.
     */
    MINIMAX {
        @Override
        public NDArray generatorLoss(NDArray fakeScores) {
            return softPlus(fakeScores).neg().mean();
        }
    },
    /**
     * The original discriminator; the generator minimises -log D(x) instead.
     *
     * <p>Goodfellow et al. 2014, section 3.
     */
    NON_SATURATING {
        @Override
        public NDArray generatorLoss(NDArray fakeScores) {
            return softPlus(fakeScores.neg()).mean();
        }
    },
    /**
     * Squared distance to 1 for real and 0 for generated images.
     *
     * <p>Mao et al., "Least Squares Generative Adversarial Networks", ICCV 2017, equation 9.
     */
    LEAST_SQUARES {
        @Override
        public NDArray discriminatorLoss(NDArray realScores, NDArray fakeScores) {
            NDArray sum =
                    realScores.sub(1).square().mean().add(fakeScores.square().mean());
            return TensorOps.scale(sum, 0.5);
        }

        @Override
        public NDArray generatorLoss(NDArray fakeScores) {
            return TensorOps.scale(fakeScores.sub(1).square().mean(), 0.5);
        }
    },
    /**
     * Margins of 1 on both sides for the discriminator, the mean score for the generator.
     *
     * <p>Lim and Ye, "Geometric GAN", 2017; Miyato et al., ICLR 2018, equations 16 and 17.
     */
    HINGE {
        @Override
        public NDArray discriminatorLoss(NDArray realScores, NDArray fakeScores) {
            return Activation.relu(realScores.neg().add(1))
                    .mean()
                    .add(Activation.relu(fakeScores.add(1)).mean());
        }

        @Override
        public NDArray generatorLoss(NDArray fakeScores) {
            return fakeScores.neg().mean();
        }
    },
    /**
     * The discriminator of {@link #HINGE}; the generator minimises max(0, 1 - D(x)), so that images scored above 1 pull no
     * more.
     *
     * <p>He, Kan and Shan, "EigenGAN: Layer-Wise Eigen-Learning for GANs", ICCV 2021, as released ({@code hinge_v1}).
     */
    HINGE_MARGIN {
        @Override
        public NDArray discriminatorLoss(NDArray realScores, NDArray fakeScores) {
            return HINGE.discriminatorLoss(realScores, fakeScores);
        }

        @Override
        public NDArray generatorLoss(NDArray fakeScores) {
            return Activation.relu(fakeScores.neg().add(1)).mean();
        }
    };

    /**
     * The discriminator's loss; unless a loss says otherwise the cross-entropy -log D(x) - log(1 - D(G(z))).
     *
     * @param realScores {@code [N]} logits of real images
     * @param fakeScores {@code [N]} logits of generated images
     * @return a scalar, owned by the real scores' manager
     */
    public NDArray discriminatorLoss(NDArray realScores, NDArray fakeScores) {
        return softPlus(realScores.neg()).mean().add(softPlus(fakeScores).mean());
    }

    /**
     * The generator's loss.
     *
     * @param fakeScores {@code [N]} logits of generated images
     * @return a scalar, owned by the scores' manager
     */
    public abstract NDArray generatorLoss(NDArray fakeScores);

    /**
     * log(1 + exp(x)) without overflow: max(x, 0) + log(1 + exp(-|x|)). A maximum shares its gradient at a tie, which
     * gives the right slope of 1/2 at 0; a rectifier has slope 0 there.
     */
    private static NDArray softPlus(NDArray x) {
        return x.maximum(x.zerosLike()).add(x.abs().neg().exp().add(1).log());
    }
}
