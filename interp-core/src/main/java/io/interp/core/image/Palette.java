package io.interp.core.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * At most 256 colours for a set of pictures: exactly theirs if they have no more, otherwise chosen by cutting the colour
 * space where the squared error is largest. Pictures are mapped with an ordered pattern, which, unlike error diffusion,
 * stands still from frame to frame.
 */
final class Palette {

    private static final int MAX = 256;
    private static final int BITS = 6;
    private static final int SHIFT = 8 - BITS;
    private static final int SPREAD = 8;

    /** The 4 x 4 threshold pattern of Bayer (1973). */
    private static final int[] PATTERN = {0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5};

    private final int[] colors;
    private final Map<Integer, Integer> exact;
    private final int[] nearest = new int[1 << (3 * BITS)];

    private Palette(int[] colors, Map<Integer, Integer> exact) {
        this.colors = colors;
        this.exact = exact;
        Arrays.fill(nearest, -1);
    }

    static Palette of(List<BufferedImage> rgbPictures) {
        Map<Integer, Integer> seen = new LinkedHashMap<>();
        for (BufferedImage picture : rgbPictures) {
            for (int pixel : Pictures.pixels(picture)) {
                if (seen.size() <= MAX) {
                    seen.putIfAbsent(pixel & 0xffffff, seen.size());
                }
            }
        }
        if (seen.size() <= MAX) {
            return new Palette(
                    seen.keySet().stream().mapToInt(Integer::intValue).toArray(), seen);
        }
        return new Palette(cut(bins(rgbPictures)), Map.of());
    }

    /** A cell of the colour space: how many pixels fell into it, and their mean. */
    private record Bin(long count, double red, double green, double blue) {
        double channel(int axis) {
            return axis == 0 ? red : axis == 1 ? green : blue;
        }
    }

    private static List<Bin> bins(List<BufferedImage> pictures) {
        long[][] sums = new long[4][1 << (3 * BITS)];
        for (BufferedImage picture : pictures) {
            for (int pixel : Pictures.pixels(picture)) {
                int key = key(pixel >> 16 & 0xff, pixel >> 8 & 0xff, pixel & 0xff);
                sums[0][key]++;
                sums[1][key] += pixel >> 16 & 0xff;
                sums[2][key] += pixel >> 8 & 0xff;
                sums[3][key] += pixel & 0xff;
            }
        }
        List<Bin> bins = new ArrayList<>();
        for (int key = 0; key < sums[0].length; key++) {
            double count = sums[0][key];
            if (count > 0) {
                bins.add(new Bin(sums[0][key], sums[1][key] / count, sums[2][key] / count, sums[3][key] / count));
            }
        }
        return bins;
    }

    private static int[] cut(List<Bin> bins) {
        List<Box> boxes = new ArrayList<>(List.of(new Box(bins)));
        while (boxes.size() < MAX) {
            Box worst =
                    boxes.stream().max(Comparator.comparingDouble(Box::error)).orElseThrow();
            if (worst.error() <= 0) {
                break;
            }
            boxes.remove(worst);
            boxes.addAll(worst.split());
        }
        return boxes.stream().mapToInt(Box::color).toArray();
    }

    /** Neighbouring bins that share one colour. */
    private static final class Box {
        private final List<Bin> bins;
        private final double[] mean = new double[3];
        private final int widest;
        private final double error;

        Box(List<Bin> bins) {
            this.bins = bins;
            double count = bins.stream().mapToLong(Bin::count).sum();
            double[] spread = new double[3];
            for (int axis = 0; axis < 3; axis++) {
                for (Bin bin : bins) {
                    mean[axis] += bin.count() * bin.channel(axis) / count;
                }
                for (Bin bin : bins) {
                    double off = bin.channel(axis) - mean[axis];
                    spread[axis] += bin.count() * off * off;
                }
            }
            int axis = spread[1] >= spread[0] ? 1 : 0;
            widest = spread[2] > spread[axis] ? 2 : axis;
            error = bins.size() > 1 ? spread[widest] : 0;
        }

        double error() {
            return error;
        }

        List<Box> split() {
            List<Bin> below = new ArrayList<>();
            List<Bin> above = new ArrayList<>();
            for (Bin bin : bins) {
                (bin.channel(widest) <= mean[widest] ? below : above).add(bin);
            }
            if (below.isEmpty() || above.isEmpty()) { // equal but for rounding: halve
                List<Bin> all = below.isEmpty() ? above : below;
                below = all.subList(0, all.size() / 2);
                above = all.subList(all.size() / 2, all.size());
            }
            return List.of(new Box(below), new Box(above));
        }

        int color() {
            return (int) Math.round(mean[0]) << 16 | (int) Math.round(mean[1]) << 8 | (int) Math.round(mean[2]);
        }
    }

    /** {@return the picture in this palette's colours} */
    BufferedImage apply(BufferedImage rgb) {
        int width = rgb.getWidth();
        BufferedImage out = new BufferedImage(width, rgb.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colorModel());
        int[] pixels = Pictures.pixels(rgb);
        byte[] indices = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int pixel = pixels[i] & 0xffffff;
            indices[i] = (byte) (exact.isEmpty() ? dithered(pixel, i % width, i / width) : exact.get(pixel));
        }
        out.getRaster().setDataElements(0, 0, width, rgb.getHeight(), indices);
        return out;
    }

    private int dithered(int pixel, int x, int y) {
        int offset = (PATTERN[(y & 3) * 4 + (x & 3)] * 2 - 15) * SPREAD / 32;
        int key = key(
                clamp((pixel >> 16 & 0xff) + offset),
                clamp((pixel >> 8 & 0xff) + offset),
                clamp((pixel & 0xff) + offset));
        if (nearest[key] < 0) {
            nearest[key] = search(key);
        }
        return nearest[key];
    }

    private int search(int key) {
        int half = 1 << (SHIFT - 1);
        int mask = (1 << BITS) - 1;
        int red = (key >> (2 * BITS)) * (1 << SHIFT) + half;
        int green = (key >> BITS & mask) * (1 << SHIFT) + half;
        int blue = (key & mask) * (1 << SHIFT) + half;
        int best = 0;
        int bestDistance = Integer.MAX_VALUE;
        for (int i = 0; i < colors.length; i++) {
            int dr = (colors[i] >> 16 & 0xff) - red;
            int dg = (colors[i] >> 8 & 0xff) - green;
            int db = (colors[i] & 0xff) - blue;
            int distance = dr * dr + dg * dg + db * db;
            if (distance < bestDistance) {
                best = i;
                bestDistance = distance;
            }
        }
        return best;
    }

    private IndexColorModel colorModel() {
        return new IndexColorModel(8, colors.length, colors, 0, false, -1, DataBuffer.TYPE_BYTE);
    }

    private static int key(int red, int green, int blue) {
        return red >> SHIFT << (2 * BITS) | green >> SHIFT << BITS | blue >> SHIFT;
    }

    private static int clamp(int level) {
        return Math.max(0, Math.min(255, level));
    }
}
