package io.interp.dissect.intervene;

/**
 * Settings of the search for the shares alpha of the units that cause a class (Bau et al., equations 5 and 6).
 *
 * <p>Scores are shares of a cell's pixels, in [0, 1]; penalties weigh against those.
 *
 * @param penalty what keeps alpha small
 * @param weight the weight lambda of the penalty, 0 or more
 * @param start where alpha starts
 * @param adam true for Adam, false for plain gradient descent; both clamp alpha to [0, 1] after every step
 * @param learningRate the size of a step, positive
 * @param epochs how often every pair is seen, at least 1
 * @param pairs how many pairs of a place with the class and a place for it make one step, at least 1
 * @param seed names the order of the pairs
 */
public record AlphaOptions(
        Penalty penalty,
        double weight,
        AlphaStart start,
        boolean adam,
        double learningRate,
        int epochs,
        int pairs,
        long seed) {

    /** The paper's lambda, for scores counted in pixels. */
    private static final double PAPER_WEIGHT = 100;

    /** The pixels of a cell of the paper: images of 256 x 256 over maps of 8 x 8. */
    private static final double PAPER_CELL = 32 * 32;

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public AlphaOptions {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("the penalty's weight must be 0 or more and finite, got " + weight);
        }
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("the learning rate must be positive and finite, got " + learningRate);
        }
        if (epochs < 1 || pairs < 1) {
            throw new IllegalArgumentException(
                    "epochs and pairs of a step must be 1 or more, got " + epochs + " and " + pairs);
        }
    }

    /**
     * {@return the paper's objective: the Euclidean norm with weight 100 and plain gradient descent from the IoU. The paper
     * does not state the scale of its scores; 100 is taken to weigh against pixels of its 32 x 32 cells, that is 100 / 1024
     * against shares. The step size is not published; 1 moves a unit that matters across [0, 1] in some tens of steps}
     */
    public static AlphaOptions paper() {
        return new AlphaOptions(Penalty.NORM, PAPER_WEIGHT / PAPER_CELL, AlphaStart.IOU, false, 1, 10, 20, 0);
    }

    /** {@return the settings of the released code: the sum of squares with weight 0.005, Adam at 0.01 from the IoU, 10 epochs} */
    public static AlphaOptions released() {
        return new AlphaOptions(Penalty.SQUARES, 0.005, AlphaStart.IOU, true, 0.01, 10, 20, 0);
    }

    /**
     * {@return the same from another start}
     *
     * @param from where alpha starts
     */
    public AlphaOptions from(AlphaStart from) {
        return new AlphaOptions(penalty, weight, from, adam, learningRate, epochs, pairs, seed);
    }

    /**
     * {@return the same with another penalty}
     *
     * @param other what keeps alpha small
     * @param lambda its weight
     */
    public AlphaOptions penalty(Penalty other, double lambda) {
        return new AlphaOptions(other, lambda, start, adam, learningRate, epochs, pairs, seed);
    }

    /**
     * {@return the same with other steps}
     *
     * @param useAdam true for Adam, false for plain gradient descent
     * @param rate the size of a step
     * @param rounds how often every pair is seen
     */
    public AlphaOptions steps(boolean useAdam, double rate, int rounds) {
        return new AlphaOptions(penalty, weight, start, useAdam, rate, rounds, pairs, seed);
    }

    /**
     * {@return the same with steps of another number of pairs}
     *
     * @param perStep how many
     */
    public AlphaOptions pairs(int perStep) {
        return new AlphaOptions(penalty, weight, start, adam, learningRate, epochs, perStep, seed);
    }
}
