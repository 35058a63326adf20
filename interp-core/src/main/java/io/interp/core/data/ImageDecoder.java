package io.interp.core.data;

import io.interp.core.image.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Turns the bytes of one image file into a picture; what the file is called does not matter. */
final class ImageDecoder {

    /** The most pixels of one image: 100 megapixels. A small file can claim many more. */
    static final long MAX_PIXELS = 100_000_000;

    private ImageDecoder() {}

    static BufferedImage decode(byte[] bytes, String where) {
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IllegalArgumentException(where + " is not an image that can be read");
            }
            ImageReader reader = readers.next();
            try {
                List<String> warnings = new ArrayList<>();
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                reader.setInput(in, true, true);
                checkSize(reader.getWidth(0), reader.getHeight(0), where);
                BufferedImage picture = reader.read(0);
                checkWhole(warnings, where);
                return Pictures.rgb(picture);
            } finally {
                reader.dispose();
            }
        } catch (IllegalArgumentException e) {
            if (e.getMessage() != null && e.getMessage().startsWith(where)) {
                throw e;
            }
            throw broken(where, e);
        } catch (IOException | RuntimeException e) { // readers meet broken files with many kinds of exceptions
            throw broken(where, e);
        }
    }

    private static void checkSize(int width, int height, String where) {
        if ((long) width * height > MAX_PIXELS) {
            throw new IllegalArgumentException(
                    where + " claims " + width + " x " + height + " pixels, more than " + MAX_PIXELS);
        }
    }

    /** A JPEG that ends early is only warned about, and its lower part comes out grey. */
    private static void checkWhole(List<String> warnings, String where) {
        for (String warning : warnings) {
            if (warning.contains("premature end")) {
                throw new IllegalArgumentException(where + " is a broken image: " + warning);
            }
        }
    }

    private static IllegalArgumentException broken(String where, Exception cause) {
        return new IllegalArgumentException(where + " is a broken image: " + cause.getMessage(), cause);
    }
}
