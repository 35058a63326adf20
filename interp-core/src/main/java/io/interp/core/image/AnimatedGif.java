package io.interp.core.image;

import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.io.SafeWrite;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Pictures one after the other, as a GIF that repeats for ever. All frames share one palette of at most 256 colours.
 * Immutable.
 */
@CheckReturnValue
public final class AnimatedGif {

    private static final int DEFAULT_DELAY = 80;
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private final List<BufferedImage> frames;
    private final int delayMillis;

    private AnimatedGif(List<BufferedImage> frames, int delayMillis) {
        this.frames = frames;
        this.delayMillis = delayMillis;
    }

    /**
     * Makes an animation that shows each frame for 80 ms.
     *
     * @param frames at least one picture, all of one size
     * @return the animation
     * @throws IllegalArgumentException if there is none or sizes differ
     */
    public static AnimatedGif of(List<BufferedImage> frames) {
        Pictures.checkSameSize(frames);
        return new AnimatedGif(frames.stream().map(Pictures::rgb).toList(), DEFAULT_DELAY);
    }

    /**
     * Sets how long each frame is shown.
     *
     * @param millis 20 or more, rounded to 10; browsers slow shorter ones down
     * @return the new animation
     * @throws IllegalArgumentException if below 20 or above 655350
     */
    public AnimatedGif delay(int millis) {
        if (millis < 20 || millis > 655_350) {
            throw new IllegalArgumentException("a frame must be shown for 20 to 655350 ms, got " + millis);
        }
        return new AnimatedGif(frames, millis);
    }

    /** {@return the frames there and back again, so that the loop has no jump} */
    public AnimatedGif thereAndBack() {
        List<BufferedImage> all = new ArrayList<>(frames);
        for (int i = frames.size() - 2; i > 0; i--) {
            all.add(frames.get(i));
        }
        return new AnimatedGif(List.copyOf(all), delayMillis);
    }

    /** {@return the number of frames} */
    public int size() {
        return frames.size();
    }

    /** {@return the width in pixels} */
    public int width() {
        return frames.get(0).getWidth();
    }

    /**
     * Writes the animation, under a temporary name first.
     *
     * @param file the file, usually named {@code *.gif}
     * @throws UncheckedIOException if the file can't be written
     */
    public void write(Path file) {
        byte[] bytes = bytes();
        SafeWrite.file(file, out -> out.write(bytes));
    }

    /** {@return the animation as a {@code data:} address that a page can hold} */
    public String dataUri() {
        return "data:image/gif;base64," + Base64.getEncoder().encodeToString(bytes());
    }

    /** {@return the animation as the bytes of a GIF file} */
    public byte[] bytes() {
        Palette palette = Palette.of(frames);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < frames.size(); i++) {
                BufferedImage frame = palette.apply(frames.get(i));
                writer.writeToSequence(new IIOImage(frame, null, metadata(writer, frame, i == 0)), null);
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException("can't encode an animation of " + frames.size() + " frames", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private IIOMetadata metadata(ImageWriter writer, BufferedImage frame, boolean first)
            throws IIOInvalidTreeException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame), null);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        root.removeChild(child(root, "LocalColorTable")); // the first frame's table becomes that of all
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", Integer.toString((delayMillis + 5) / 10));
        control.setAttribute("transparentColorIndex", "0");
        if (first) {
            IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
            loop.setAttribute("applicationID", "NETSCAPE");
            loop.setAttribute("authenticationCode", "2.0");
            loop.setUserObject(new byte[] {1, 0, 0}); // 0 repeats: for ever
            child(root, "ApplicationExtensions").appendChild(loop);
        }
        metadata.setFromTree(FORMAT, root);
        return metadata;
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        for (int i = 0; i < root.getLength(); i++) {
            if (root.item(i).getNodeName().equals(name)) {
                return (IIOMetadataNode) root.item(i);
            }
        }
        IIOMetadataNode node = new IIOMetadataNode(name);
        root.appendChild(node);
        return node;
    }
}
