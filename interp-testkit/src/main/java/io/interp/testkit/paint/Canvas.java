package io.interp.testkit.paint;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Set;

/**
 * A square picture and its mask, sampled several times per pixel. A shape sets the colour and the class of the
 * same samples, so the mask is exact. Colours are averaged and classes voted on when the pixels are read.
 */
public final class Canvas {
    private final int size;
    private final int samples;
    private final int side;
    private final int[] rgb;
    private final byte[] part;
    private final int classes;
    private final Scan scan;
    private final AffineTransform toSamples = new AffineTransform();
    private final double[] back = new double[6];

    /**
     * A black canvas of the class with index 0.
     *
     * @param size width and height in pixels
     * @param samples samples of a pixel in each direction
     * @param classes the number of mask classes
     */
    public Canvas(int size, int samples, int classes) {
        this.size = size;
        this.samples = samples;
        this.classes = classes;
        this.side = size * samples;
        this.rgb = new int[side * side];
        this.part = new byte[side * side];
        this.scan = new Scan(side);
        place(new AffineTransform());
    }

    /**
     * Sets the coordinates of what is drawn next; the identity has the image at [-1, 1] x [-1, 1], y down.
     *
     * @param toImage from those coordinates to the image
     * @throws IllegalArgumentException if it can't be inverted
     */
    public void place(AffineTransform toImage) {
        toSamples.setToScale(side / 2.0, side / 2.0);
        toSamples.translate(1, 1);
        toSamples.concatenate(toImage);
        try {
            toSamples.createInverse().getMatrix(back);
        } catch (NoninvertibleTransformException e) {
            throw new IllegalArgumentException("the coordinates are flat: " + toImage, e);
        }
    }

    /**
     * Covers the shape.
     *
     * @param shape what is covered
     * @param label the class it belongs to
     * @param shade its colour
     */
    public void fill(Shape shape, MaskClass label, Shade shade) {
        byte index = label.index();
        scan.fill(shape.getPathIterator(toSamples, 0.2), (y, from, to) -> {
            for (int x = from; x < to; x++) {
                int at = y * side + x;
                rgb[at] = shade.rgb(backX(x, y), backY(x, y));
                part[at] = index;
            }
        });
    }

    /**
     * Covers the shape except where some classes are.
     *
     * @param spared the classes whose samples stay as they are
     * @param shape what is covered
     * @param label the class it belongs to
     * @param shade its colour
     */
    public void fillExcept(Set<? extends MaskClass> spared, Shape shape, MaskClass label, Shade shade) {
        byte index = label.index();
        boolean[] stays = new boolean[classes];
        spared.forEach(other -> stays[other.index()] = true);
        scan.fill(shape.getPathIterator(toSamples, 0.2), (y, from, to) -> {
            for (int x = from; x < to; x++) {
                int at = y * side + x;
                if (!stays[part[at]]) {
                    rgb[at] = shade.rgb(backX(x, y), backY(x, y));
                    part[at] = index;
                }
            }
        });
    }

    /**
     * Mixes a colour into the samples of one class within a shape; the mask stays.
     *
     * @param shape where
     * @param over the class
     * @param colour what is mixed in
     * @param alpha how much of it, in [0, 1]
     */
    public void glaze(Shape shape, MaskClass over, Colour colour, double alpha) {
        int index = over.index();
        scan.fill(shape.getPathIterator(toSamples, 0.2), (y, from, to) -> {
            for (int at = y * side + from; at < y * side + to; at++) {
                if (part[at] == index) {
                    rgb[at] = blend(rgb[at], colour, alpha);
                }
            }
        });
    }

    /**
     * Mixes a colour into the samples of one class around a centre, less and less towards the radii; the mask stays.
     *
     * @param x the centre
     * @param y the centre
     * @param radiusX where it ends to the left and right
     * @param radiusY where it ends above and below
     * @param over the class
     * @param colour what is mixed in
     * @param alpha how much of it in the centre, in [0, 1]
     */
    public void glow(double x, double y, double radiusX, double radiusY, MaskClass over, Colour colour, double alpha) {
        int index = over.index();
        Shape ellipse = new Ellipse2D.Double(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY);
        scan.fill(ellipse.getPathIterator(toSamples, 0.2), (row, from, to) -> {
            for (int column = from; column < to; column++) {
                int at = row * side + column;
                if (part[at] == index) {
                    double u = (backX(column, row) - x) / radiusX;
                    double v = (backY(column, row) - y) / radiusY;
                    double left = Math.max(0, 1 - u * u - v * v);
                    rgb[at] = blend(rgb[at], colour, alpha * left * left);
                }
            }
        });
    }

    /** {@return the picture: each pixel the mean of its samples} */
    public BufferedImage image() {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        int[] pixels = new int[size * size];
        int count = samples * samples;
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            int red = count / 2;
            int green = count / 2;
            int blue = count / 2;
            int corner = corner(pixel);
            for (int row = corner; row < corner + samples * side; row += side) {
                for (int at = row; at < row + samples; at++) {
                    red += (rgb[at] >> 16) & 255;
                    green += (rgb[at] >> 8) & 255;
                    blue += rgb[at] & 255;
                }
            }
            pixels[pixel] = Colour.pack(red / count, green / count, blue / count);
        }
        image.setRGB(0, 0, size, size, pixels, 0, size);
        return image;
    }

    /** {@return the mask: each pixel the class of most of its samples, the later class where two are equal} */
    public byte[] mask() {
        byte[] mask = new byte[size * size];
        int[] votes = new int[classes];
        for (int pixel = 0; pixel < mask.length; pixel++) {
            Arrays.fill(votes, 0);
            int corner = corner(pixel);
            for (int row = corner; row < corner + samples * side; row += side) {
                for (int at = row; at < row + samples; at++) {
                    votes[part[at]]++;
                }
            }
            int best = 0;
            for (int label = 1; label < votes.length; label++) {
                best = votes[label] >= votes[best] ? label : best;
            }
            mask[pixel] = (byte) best;
        }
        return mask;
    }

    /** The first sample of a pixel. */
    private int corner(int pixel) {
        return pixel / size * samples * side + pixel % size * samples;
    }

    private double backX(int x, int y) {
        return back[0] * (x + 0.5) + back[2] * (y + 0.5) + back[4];
    }

    private double backY(int x, int y) {
        return back[1] * (x + 0.5) + back[3] * (y + 0.5) + back[5];
    }

    private static int blend(int rgb, Colour colour, double alpha) {
        return Colour.pack(
                channel((rgb >> 16) & 255, colour.red(), alpha),
                channel((rgb >> 8) & 255, colour.green(), alpha),
                channel(rgb & 255, colour.blue(), alpha));
    }

    private static int channel(int level, double towards, double alpha) {
        return (int) (level + alpha * (255 * towards - level) + 0.5);
    }
}
