package io.interp.core.data;

import io.interp.core.tensor.Draws;

/**
 * Which images each training step sees: a pure function of seed, set size, batch size and step, so that training goes on
 * from any step exactly as if it had never stopped.
 *
 * <p>Each epoch is a fresh permutation of the whole set, drawn from the seed and the epoch's number. {@link Tail} says
 * what becomes of the images that do not fill a last batch. Besides the parameters, an object only remembers the last
 * permutation it drew; it may be used from several threads.
 */
public final class EpochOrder {

    private static final long SHUFFLES = 99;

    /** What happens at the end of an epoch. */
    public enum Tail {
        /**
         * The next epoch fills the batch up: every image is seen once an epoch, a batch can span two epochs, and one
         * larger than the set spans several.
         */
        CONTINUE,
        /**
         * The rest is dropped: an epoch has size / batch steps, rounded down, and no batch holds an image twice. The
         * batch must not be larger than the set.
         */
        DROP
    }

    private final long seed;
    private final int size;
    private final int batchSize;
    private final Tail tail;
    private volatile Epoch last;

    private EpochOrder(long seed, int size, int batchSize, Tail tail) {
        this.seed = seed;
        this.size = size;
        this.batchSize = batchSize;
        this.tail = tail;
    }

    private static final class Epoch {
        private final long number;
        private final int[] permutation;

        Epoch(long number, int[] permutation) {
            this.number = number;
            this.permutation = permutation;
        }
    }

    /**
     * Makes an order.
     *
     * @param seed the seed
     * @param size the number of images
     * @param batchSize the number of images a step
     * @param tail what happens at the end of an epoch
     * @return the order
     * @throws IllegalArgumentException if a number is not positive, or the tail is dropped and the batch larger than the
     *     set
     */
    public static EpochOrder of(long seed, int size, int batchSize, Tail tail) {
        if (size < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "images and batch size must be 1 or more, got " + size + " and " + batchSize);
        }
        if (tail == Tail.DROP && batchSize > size) {
            throw new IllegalArgumentException("a batch of " + batchSize + " can't be filled from " + size
                    + " images without repeating some; use a smaller batch, or Tail.CONTINUE");
        }
        return new EpochOrder(seed, size, batchSize, tail);
    }

    /**
     * Gives the images of one step.
     *
     * @param step which step, from 0
     * @return batch size indices, each from 0 to size - 1
     * @throws IllegalArgumentException if step is negative
     */
    public int[] batch(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("step must be 0 or more, got " + step);
        }
        long usable = usable();
        long position = Math.multiplyExact(step, (long) batchSize);
        int[] indices = new int[batchSize];
        for (int i = 0; i < batchSize; i++) {
            indices[i] = permutation((position + i) / usable)[(int) ((position + i) % usable)];
        }
        return indices;
    }

    /**
     * {@return the epoch a step begins in, from 0}
     *
     * @param step which step, from 0
     */
    public long epoch(long step) {
        return Math.multiplyExact(step, (long) batchSize) / usable();
    }

    /** The images of an epoch that get into batches. */
    private long usable() {
        return tail == Tail.DROP ? size - size % batchSize : size;
    }

    private int[] permutation(long epoch) {
        Epoch cached = last;
        if (cached == null || cached.number != epoch) {
            cached = new Epoch(epoch, shuffle(epoch));
            last = cached;
        }
        return cached.permutation;
    }

    private int[] shuffle(long epoch) {
        return Draws.distinct(Draws.stream(seed, SHUFFLES, epoch), size, size);
    }
}
