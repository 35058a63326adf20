package io.interp.core.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Seeded random numbers, drawn in the JVM and uploaded, so that they are the same on every device and every engine.
 *
 * <p>A stream is named by a seed and a path of numbers such as (step, purpose): what one stream gives never depends on
 * how much was drawn from another, which is what exact resume and prefix-stable samples rest on.
 */
public final class Draws {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private Draws() {}

    /**
     * Opens a stream.
     *
     * @param seed the seed
     * @param path numbers that name the stream below the seed
     * @return a generator that depends on nothing else
     */
    public static RandomGenerator stream(long seed, long... path) {
        return FACTORY.create(derive(seed, path));
    }

    /**
     * Derives the seed of a stream.
     *
     * @param seed the seed
     * @param path numbers that name the stream below the seed
     * @return a well-mixed 64-bit number
     */
    public static long derive(long seed, long... path) {
        long state = mix(seed + 0x9E3779B97F4A7C15L);
        for (long element : path) {
            state = mix(state ^ mix(element + 0x9E3779B97F4A7C15L)) + 0x9E3779B97F4A7C15L;
        }
        return mix(state);
    }

    /**
     * Draws standard normal numbers.
     *
     * @param manager the owner of the result
     * @param random the stream
     * @param shape the shape
     * @return float32 array
     */
    public static NDArray normal(NDManager manager, RandomGenerator random, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, shape);
    }

    /**
     * Draws integers without replacement.
     *
     * @param random the stream
     * @param bound exclusive upper bound
     * @param count how many, at most bound
     * @return distinct integers from 0 to bound - 1 in random order
     * @throws IllegalArgumentException if count is larger than bound
     */
    public static int[] distinct(RandomGenerator random, int bound, int count) {
        if (count > bound) {
            throw new IllegalArgumentException("can't draw " + count + " distinct numbers below " + bound);
        }
        int[] all = new int[bound];
        Arrays.setAll(all, i -> i);
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(bound - i);
            int swap = all[i];
            all[i] = all[j];
            all[j] = swap;
        }
        return Arrays.copyOf(all, count);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014): every input bit changes every output bit. */
    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
