package io.interp.dissect.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.NearNames;
import io.interp.core.measure.Segmenter;
import io.interp.core.tensor.GradScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * A segmenter with the halves of objects as classes of their own: for a class c the pseudo-classes {@code c-t},
 * {@code c-l}, {@code c-b} and {@code c-r}, its top, left, bottom and right. Each connected component (8 neighbours) is
 * halved by itself, at the middle of its bounding box; the middle line of an odd one belongs to top or left.
 *
 * <p>Pixels get two channels more, one for top and bottom and one for left and right. What belongs to no expanded class is
 * none there; a segmenter without such a class gets one named {@code none}, the last. Owns the segmenter it wraps.
 *
 * <h2>Reference</h2>
 * The option {@code segdiv='quad'} of GAN Dissection's released code, which leaves out the last component of every image.
 */
public final class PartExpander implements Segmenter {

    /** The category of the halves. */
    public static final String PART = "part";

    private static final String[] SIDES = {"-t", "-l", "-b", "-r"};
    private static final int TOP = 0;
    private static final int LEFT = 1;
    private static final int BOTTOM = 2;
    private static final int RIGHT = 3;

    private final Segmenter base;
    private final List<String> labels;
    private final List<String> categories;
    // The index of the first of a base class's four halves, or -1.
    private final int[] halves;
    private final int none;

    private PartExpander(Segmenter base, List<String> expanded) {
        this.base = base;
        labels = new ArrayList<>(base.labels());
        categories = new ArrayList<>(base.categories());
        halves = new int[labels.size()];
        Arrays.fill(halves, -1);
        for (String name : new LinkedHashSet<>(expanded)) {
            int index = base.labels().indexOf(name);
            if (index < 0) {
                throw new IllegalArgumentException(NearNames.unknown("class", name, base.name(), base.labels()));
            }
            halves[index] = labels.size();
            for (String side : SIDES) {
                if (labels.contains(name + side)) {
                    throw new IllegalArgumentException(
                            "segmenter '" + base.name() + "' already has a class '" + name + side + "'");
                }
                labels.add(name + side);
                categories.add(PART);
            }
        }
        if (base.none().isEmpty()) {
            labels.add("none");
            categories.add(PART);
        }
        none = base.none().orElse(labels.size() - 1);
    }

    /**
     * Expands all classes but none.
     *
     * @param base the segmenter, closed with the result
     * @return the segmenter with halves
     */
    public static PartExpander of(Segmenter base) {
        List<String> all = new ArrayList<>(base.labels());
        base.none().ifPresent(all::remove);
        return new PartExpander(base, all);
    }

    /**
     * Expands some classes.
     *
     * @param base the segmenter, closed with the result
     * @param names the classes
     * @return the segmenter with halves
     * @throws IllegalArgumentException if a class is unknown
     */
    public static PartExpander of(Segmenter base, List<String> names) {
        return new PartExpander(base, names);
    }

    @Override
    public String name() {
        return base.name() + " with halves";
    }

    @Override
    public List<String> labels() {
        return List.copyOf(labels);
    }

    @Override
    public List<String> categories() {
        return List.copyOf(categories);
    }

    @Override
    public OptionalInt none() {
        return OptionalInt.of(none);
    }

    @Override
    public int channels() {
        return base.channels() + 2;
    }

    @Override
    public NDArray segment(NDArray images) {
        return base.segment(images);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Components are those of the first channel.
     */
    @Override
    public NDArray segmentAll(NDArray images) {
        try (GradScope off = GradScope.off();
                NDManager scope = images.getManager().newSubManager()) {
            NDArray found = base.segmentAll(images);
            found.attach(scope);
            Shape shape = found.getShape();
            int channels = Math.toIntExact(shape.get(1));
            int height = Math.toIntExact(shape.get(2));
            int width = Math.toIntExact(shape.get(3));
            int area = height * width;
            long[] old = found.toType(DataType.INT64, false).toLongArray();
            int count = Math.toIntExact(shape.get(0));
            long[] all = new long[count * (channels + 2) * area];
            Arrays.fill(all, none);
            for (int n = 0; n < count; n++) {
                int at = n * (channels + 2) * area;
                System.arraycopy(old, n * channels * area, all, at, channels * area);
                new Halving(all, at, at + channels * area, height, width).run();
            }
            return images.getManager().create(all, new Shape(count, channels + 2L, height, width));
        }
    }

    /** The components of one image, found one after the other by filling. */
    private final class Halving {
        private final long[] all;
        private final int from;
        private final int to;
        private final int height;
        private final int width;
        private final boolean[] seen;
        private final int[] stack;
        private final int[] members;

        Halving(long[] all, int from, int to, int height, int width) {
            this.all = all;
            this.from = from;
            this.to = to;
            this.height = height;
            this.width = width;
            seen = new boolean[height * width];
            stack = new int[height * width];
            members = new int[height * width];
        }

        void run() {
            for (int start = 0; start < seen.length; start++) {
                int label = (int) all[from + start];
                if (!seen[start] && halves[label] >= 0) {
                    halve(label, fill(start, label));
                }
            }
        }

        private int fill(int start, int label) {
            int waiting = 0;
            int size = 0;
            stack[waiting++] = start;
            seen[start] = true;
            while (waiting > 0) {
                int pixel = stack[--waiting];
                members[size++] = pixel;
                for (int y = Math.max(0, pixel / width - 1); y <= Math.min(height - 1, pixel / width + 1); y++) {
                    for (int x = Math.max(0, pixel % width - 1); x <= Math.min(width - 1, pixel % width + 1); x++) {
                        int next = y * width + x;
                        if (!seen[next] && all[from + next] == label) {
                            seen[next] = true;
                            stack[waiting++] = next;
                        }
                    }
                }
            }
            return size;
        }

        private void halve(int label, int size) {
            int top = height;
            int left = width;
            int bottom = 0;
            int right = 0;
            for (int i = 0; i < size; i++) {
                top = Math.min(top, members[i] / width);
                bottom = Math.max(bottom, members[i] / width);
                left = Math.min(left, members[i] % width);
                right = Math.max(right, members[i] % width);
            }
            for (int i = 0; i < size; i++) {
                boolean upper = 2 * (members[i] / width) <= top + bottom;
                boolean lefter = 2 * (members[i] % width) <= left + right;
                all[to + members[i]] = (long) halves[label] + (upper ? TOP : BOTTOM);
                all[to + height * width + members[i]] = (long) halves[label] + (lefter ? LEFT : RIGHT);
            }
        }
    }

    /** Closes the wrapped segmenter. */
    @Override
    public void close() {
        base.close();
    }
}
