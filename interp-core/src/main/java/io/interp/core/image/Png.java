package io.interp.core.image;

import io.interp.core.io.SafeWrite;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** PNG files and texts. */
public final class Png {

    private Png() {}

    /**
     * Writes a picture, under a temporary name first.
     *
     * @param file the file, usually named {@code *.png}
     * @param picture the picture
     * @throws UncheckedIOException if the file can't be written
     */
    public static void write(Path file, BufferedImage picture) {
        byte[] bytes = bytes(picture);
        SafeWrite.file(file, out -> out.write(bytes));
    }

    /**
     * {@return the picture as the bytes of a PNG file}
     *
     * @param picture the picture
     */
    public static byte[] bytes(BufferedImage picture) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(new IIOImage(picture, null, null));
        } catch (IOException e) {
            throw new UncheckedIOException("can't encode a picture of " + Pictures.size(picture), e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /**
     * {@return the picture as a {@code data:} address that a page can hold}
     *
     * @param picture the picture
     */
    public static String dataUri(BufferedImage picture) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes(picture));
    }
}
