package io.interp.testkit.drawn;

import io.interp.testkit.paint.PaintingSeries;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A data set of drawn faces, whose classes are {@link DrawnFace#CLASSES}. */
public final class DrawnFaces extends PaintingSeries<FaceFactors, DrawnFace> {
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");

    private final FacePainter painter;

    /**
     * A data set.
     *
     * @param size width and height in pixels, 16 to 512
     * @param count number of faces, at least 1
     * @param seed chooses the faces
     * @throws IllegalArgumentException if size or count is out of range
     */
    public DrawnFaces(int size, int count, long seed) {
        super(size, count, seed);
        this.painter = new FacePainter(size);
    }

    @Override
    protected FaceFactors draw(int i) {
        return FaceFactors.random(RANDOM.create(mix(mix(seed()) + i)));
    }

    @Override
    protected DrawnFace paint(FaceFactors factors) {
        return painter.paint(factors);
    }

    /** The finalizer of SplitMix64 over a golden-ratio step, so that neighbouring seeds share nothing. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
