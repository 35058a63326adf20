package io.interp.egan.point;

import io.interp.core.NearNames;
import io.interp.core.tensor.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A mixture of round Gaussians of one width and equal weights in the plane. Immutable.
 *
 * <p>The two named ones are those of the authors' Theano code with all coordinates halved, so that they lie within
 * [-1, 1] as images do; {@link PointMlp} doubles them again inside, which leaves training as it was.
 *
 * @param name a name for tables
 * @param centers the means
 * @param deviation the standard deviation by each coordinate
 */
public record GaussianMixture(String name, List<Center> centers, double deviation) {

    private static final double RING_SCALE = 2 * 1.414;
    private static final double GRID_SCALE = 2 * 2.828;
    private static final int GRID_SIDE = 5;

    /**
     * A mean.
     *
     * @param x its first coordinate
     * @param y its second coordinate
     */
    public record Center(double x, double y) {}

    /**
     * Validates the mixture.
     *
     * @throws IllegalArgumentException if there is no center or the deviation is not positive
     */
    public GaussianMixture {
        centers = List.copyOf(centers);
        if (centers.isEmpty() || !(deviation > 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("a mixture needs a center and a positive deviation, got "
                    + centers.size() + " centers and " + deviation);
        }
    }

    /** {@return eight modes on a circle: radius 2 and deviation 0.02, divided by 2.828} */
    public static GaussianMixture ring8() {
        return ring("ring8", 8, 2 / RING_SCALE, 0.02 / RING_SCALE);
    }

    /** {@return 25 modes on a 5 x 5 grid: step 2 and deviation 0.05, divided by 5.656} */
    public static GaussianMixture grid25() {
        List<Center> centers = new ArrayList<>();
        for (int row = 0; row < GRID_SIDE; row++) {
            for (int column = 0; column < GRID_SIDE; column++) {
                centers.add(new Center((2 * column - 4) / GRID_SCALE, (2 * row - 4) / GRID_SCALE));
            }
        }
        return new GaussianMixture("grid25", centers, 0.05 / GRID_SCALE);
    }

    /**
     * {@return modes at equal distances on a circle around 0}
     *
     * @param name a name for tables
     * @param modes how many
     * @param radius the circle's radius
     * @param deviation the standard deviation by each coordinate
     */
    public static GaussianMixture ring(String name, int modes, double radius, double deviation) {
        List<Center> centers = new ArrayList<>();
        for (int i = 0; i < modes; i++) {
            double angle = 2 * Math.PI * i / modes;
            centers.add(new Center(radius * Math.cos(angle), radius * Math.sin(angle)));
        }
        return new GaussianMixture(name, centers, deviation);
    }

    /**
     * {@return whether a mixture has this name}
     *
     * @param name such as {@code ring8}
     */
    public static boolean isNamed(String name) {
        return names().contains(name);
    }

    /**
     * Finds a mixture by name.
     *
     * @param name {@code ring8} or {@code grid25}
     * @return the mixture
     * @throws IllegalArgumentException if there is none of that name
     */
    public static GaussianMixture named(String name) {
        return all().stream()
                .filter(mixture -> mixture.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        NearNames.unknown("mixture of points", name, "this version", names())));
    }

    private static List<GaussianMixture> all() {
        return List.of(ring8(), grid25());
    }

    /** {@return the names there are} */
    public static List<String> names() {
        return all().stream().map(GaussianMixture::name).toList();
    }

    /**
     * Draws points.
     *
     * @param seed the seed
     * @param count how many; the first ones are the same whatever the count
     * @return x and y of each point, one after the other
     * @throws IllegalArgumentException if the count is negative
     */
    public float[] draw(long seed, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("the number of points must be at least 0, got " + count);
        }
        RandomGenerator random = Draws.stream(seed);
        float[] points = new float[Math.multiplyExact(2, count)];
        for (int i = 0; i < count; i++) {
            Center center = centers.get(random.nextInt(centers.size()));
            points[2 * i] = (float) (center.x() + deviation * random.nextGaussian());
            points[2 * i + 1] = (float) (center.y() + deviation * random.nextGaussian());
        }
        return points;
    }

    /**
     * Draws points as images of shape (1, 1, 2).
     *
     * @param seed the seed
     * @param count how many
     * @return the source
     * @throws IllegalArgumentException if the count is below 1
     */
    public PointSource source(long seed, int count) {
        return new PointSource(name, draw(seed, count));
    }
}
