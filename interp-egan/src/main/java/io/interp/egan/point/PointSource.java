package io.interp.egan.point;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.data.ImageSource;
import io.interp.core.io.HostArray;
import java.util.Objects;

/** Points in the plane as images of one channel, one row and two columns, x and y. Immutable. */
public final class PointSource implements ImageSource {

    /** The shape (C, H, W) of a point. */
    public static final Shape POINT = new Shape(1, 1, 2);

    private static final int COORDINATES = 2;

    private final String name;
    private final float[] points;

    /**
     * Copies points.
     *
     * @param name what to call them in logs and results
     * @param points x and y of each point, one after the other
     * @throws IllegalArgumentException if there is none, or the number of coordinates is odd
     */
    public PointSource(String name, float[] points) {
        if (points.length == 0 || points.length % COORDINATES != 0) {
            throw new IllegalArgumentException(
                    "points need two coordinates each and at least one point, got " + points.length + " coordinates");
        }
        this.name = Objects.requireNonNull(name, "name");
        this.points = points.clone();
    }

    /**
     * Copies the coordinates of points that a generator made.
     *
     * @param points {@code [N, 1, 1, 2]} float32; not changed, not closed
     * @return x and y of each point, one after the other
     * @throws IllegalArgumentException if the array has another shape
     */
    public static float[] coordinates(NDArray points) {
        Shape shape = points.getShape();
        if (shape.dimension() != 4 || !shape.slice(1).equals(POINT)) {
            throw new IllegalArgumentException("points must be [N, 1, 1, 2], got " + shape);
        }
        return HostArray.copyOf(points).toFloats();
    }

    /** {@return a copy of x and y of each point, one after the other} */
    public float[] coordinates() {
        return points.clone();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return points.length / COORDINATES;
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public int height() {
        return 1;
    }

    @Override
    public int width() {
        return COORDINATES;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        Objects.checkIndex(index, size());
        System.arraycopy(points, COORDINATES * index, into, offset, COORDINATES);
    }
}
