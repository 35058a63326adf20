package io.interp.testkit.drawn.scene;

import java.util.random.RandomGenerator;

/** The distribution that scenes are drawn from; {@link SceneFactors#random} documents it. */
final class ScenePrior {
    private static final HouseKind[] HOUSES = HouseKind.values();
    private static final TreeKind[] TREES = TreeKind.values();

    /** Shares of the kinds in percent, in the order of the constants. */
    private static final int[] HOUSE_SHARES = {15, 35, 30, 20};

    private static final int[] TREE_SHARES = {40, 25, 20, 15};

    private final RandomGenerator random;

    private ScenePrior(RandomGenerator random) {
        this.random = random;
    }

    static SceneFactors draw(RandomGenerator random) {
        ScenePrior prior = new ScenePrior(random);
        double time = random.nextDouble();
        House house = prior.house(time);
        return new SceneFactors(
                time,
                prior.sun(time),
                new Clouds(prior.cloud(0.6), prior.cloud(0.45), prior.cloud(0.6)),
                prior.land(),
                house,
                new Trees(
                        prior.tree(0.9, house),
                        prior.tree(0.75, house),
                        prior.tree(0.55, house),
                        prior.tree(0.35, house)),
                new People(prior.person(0.6), prior.person(0.35)));
    }

    static SceneFactors average() {
        Trees.Tree none = new Trees.Tree(TreeKind.ROUND, 0, 0, 0, 0.5, 0.5);
        return new SceneFactors(
                0.5,
                new Sun(0.5, 0.7, 0.8),
                new Clouds(
                        new Clouds.Cloud(0.5, 0, 0.6, 0.5),
                        new Clouds.Cloud(0, 0, 0.5, 0.5),
                        new Clouds.Cloud(0, 0, 0.5, 0.5)),
                new Land(0, 0, 0, 0.4, -0.3, 0.2, 0.5, 0.4, 0.5),
                new House(HouseKind.HOUSE, 0, 0.5, 0.5, 0.5, 0.5, 0.4, 0.7, 0.2, 0, 0),
                new Trees(
                        new Trees.Tree(TreeKind.ROUND, 0.5, -0.75, 0.4, 0.5, 0.5),
                        new Trees.Tree(TreeKind.CONIFER, 0.5, 0.75, 0.2, 0.5, 0.5),
                        none,
                        none),
                new People(
                        new People.Person(0.5, -0.3, 0.7, 0.5, 0.3, 0.3),
                        new People.Person(0, 0.4, 0.6, 0.2, 0.5, 0.6)));
    }

    private Sun sun(double time) {
        double size = size(0.65);
        double x = random.nextDouble(-0.9, 0.9);
        return new Sun(size, x, 0.6 * 4 * time * (1 - time) + 0.4 * random.nextDouble());
    }

    private Clouds.Cloud cloud(double share) {
        return new Clouds.Cloud(size(share), random.nextDouble(-1, 1), random.nextDouble(), random.nextDouble());
    }

    private Land land() {
        double horizon = shape();
        double slope = shape();
        double bulge = shape();
        double hill = random.nextDouble();
        double place = shape();
        double dry = random.nextDouble();
        double bare = random.nextDouble() < 0.75 ? random.nextDouble(0.2, 1) : 0;
        double earth = random.nextDouble();
        double path = random.nextDouble() < 0.6 ? random.nextDouble(0.2, 1) : 0;
        return new Land(horizon, slope, bulge, hill, place, dry * dry, bare, earth, path);
    }

    private House house(double time) {
        HouseKind kind = HOUSES[pick(HOUSE_SHARES)];
        double x = random.nextDouble(-0.8, 0.8);
        double glow = random.nextDouble(0.5, 1);
        return new House(
                kind,
                x,
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(-1, 1),
                time > 0.8 ? glow : 0);
    }

    private Trees.Tree tree(double share, House house) {
        TreeKind kind = TREES[pick(TREE_SHARES)];
        double size = size(share);
        double depth = random.nextDouble(0, 0.75);
        double x = random.nextDouble(-1, 1);
        for (int tries = 0; tries < 3 && hides(house, x, depth); tries++) {
            x = random.nextDouble(-1, 1);
        }
        return new Trees.Tree(kind, size, x, depth, random.nextDouble(), random.nextDouble());
    }

    /** Whether a tree would stand before the middle of the house. */
    private static boolean hides(House house, double x, double depth) {
        return house.kind() != HouseKind.NONE
                && depth > 0.1 + 0.4 * house.depth()
                && Math.abs(x - 0.65 * house.x()) < 0.4;
    }

    private People.Person person(double share) {
        return new People.Person(
                size(share),
                random.nextDouble(-1, 1),
                random.nextDouble(0.3, 0.95),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble());
    }

    /** Uniform above 0 for a share of the draws, else 0: not there. */
    private double size(double share) {
        boolean present = random.nextDouble() < share;
        double size = random.nextDouble();
        return present ? Math.max(Double.MIN_NORMAL, size) : 0;
    }

    private int pick(int[] shares) {
        int percent = random.nextInt(100);
        int choice = 0;
        while (percent >= shares[choice]) {
            percent -= shares[choice++];
        }
        return choice;
    }

    private double shape() {
        double value;
        do {
            value = 0.5 * random.nextGaussian();
        } while (Math.abs(value) > 1);
        return value;
    }
}
