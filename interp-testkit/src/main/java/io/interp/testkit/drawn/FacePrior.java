package io.interp.testkit.drawn;

import java.util.random.RandomGenerator;

/** The distribution that faces are drawn from; {@link FaceFactors#random} documents it. */
final class FacePrior {
    private static final HairStyle[] STYLES = HairStyle.values();

    /** Shares of the hair styles in percent, in the order of {@link HairStyle}. */
    private static final int[] SHARES = {8, 24, 16, 26, 10, 16};

    private final RandomGenerator random;

    private FacePrior(RandomGenerator random) {
        this.random = random;
    }

    static FaceFactors draw(RandomGenerator random) {
        FacePrior prior = new FacePrior(random);
        Identity identity = prior.identity();
        return new FaceFactors(identity, prior.expression(), prior.pose(), prior.light(), prior.background());
    }

    static FaceFactors average() {
        Identity identity = new Identity(
                new Identity.Head(0.3, 0, 0, 0, 0, 0, 0),
                new Identity.Hair(HairStyle.SHORT, 0.5, 0.5, 0, 0.6, 0.1, 0),
                new Identity.Eyes(0, 0, 0, 0.1),
                new Identity.Brows(0, 0),
                new Identity.Nose(0, 0),
                new Identity.Mouth(0, 0, 0.5));
        return new FaceFactors(
                identity,
                new Expression(0, 0, 0, 0.75, 0),
                new Pose(0, 0, 0, 0, 0, 0),
                new Light(0, 35, 0.5, 0.5, 0),
                new Background(0.58, 0.35, 0.6, 0.2, 0, 0, 0, 0.6, 0.5));
    }

    private Identity identity() {
        Identity.Head head =
                new Identity.Head(random.nextDouble(), shape(), shape(), shape(), shape(), shape(), shape());
        Identity.Hair hair = new Identity.Hair(
                style(), random.nextDouble(), random.nextDouble(), shape(), random.nextDouble(), power(3), power(6));
        Identity.Eyes eyes = new Identity.Eyes(shape(), shape(), shape(), random.nextDouble());
        Identity.Brows brows = new Identity.Brows(shape(), shape());
        Identity.Nose nose = new Identity.Nose(shape(), shape());
        return new Identity(head, hair, eyes, brows, nose, new Identity.Mouth(shape(), shape(), random.nextDouble()));
    }

    private Expression expression() {
        double smile = random.nextDouble(-0.6, 1);
        double opening = random.nextDouble() < 0.4 ? 0 : random.nextDouble();
        double openness = random.nextDouble() < 1.0 / 16 ? random.nextDouble(0, 0.2) : random.nextDouble(0.45, 1);
        return new Expression(smile, opening, shape(), openness, shape());
    }

    private Pose pose() {
        return new Pose(normal(12, 30), normal(6, 20), normal(4, 15), shape(), shape(), shape());
    }

    private Light light() {
        double azimuth = normal(40, 80);
        return new Light(azimuth, random.nextDouble(-10, 70), random.nextDouble(), random.nextDouble(), shape());
    }

    private Background background() {
        return new Background(
                random.nextDouble(),
                power(2),
                random.nextDouble(),
                random.nextDouble(-1, 1),
                random.nextDouble(-1, 1),
                power(2),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble());
    }

    private HairStyle style() {
        int percent = random.nextInt(100);
        int style = 0;
        while (percent >= SHARES[style]) {
            percent -= SHARES[style++];
        }
        return STYLES[style];
    }

    private double shape() {
        return normal(0.5, 1);
    }

    private double normal(double deviation, double limit) {
        double value;
        do {
            value = deviation * random.nextGaussian();
        } while (Math.abs(value) > limit);
        return value;
    }

    private double power(int exponent) {
        double uniform = random.nextDouble();
        double value = 1;
        for (int i = 0; i < exponent; i++) {
            value *= uniform;
        }
        return value;
    }
}
