package io.interp.core.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.HostArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Images in JVM memory: bytes where bytes came in, floats otherwise. */
final class HeapImages implements ImageSource {

    private final String name;
    private final int channels;
    private final int height;
    private final int width;
    private final PixelRange range;
    private final List<byte[]> bytes;
    private final List<float[]> floats;

    private HeapImages(String name, Shape image, PixelRange range, List<byte[]> bytes, List<float[]> floats) {
        this.name = name;
        this.channels = (int) image.get(0);
        this.height = (int) image.get(1);
        this.width = (int) image.get(2);
        this.range = range;
        this.bytes = bytes;
        this.floats = floats;
    }

    static HeapImages copyOf(String name, NDArray images, PixelRange range) {
        Collector collector = new Collector(name, range);
        collector.add(images);
        return collector.finish();
    }

    /** Takes tensors one by one and keeps their values on the heap. */
    static final class Collector {
        private final String name;
        private final PixelRange range;
        private final List<byte[]> bytes = new ArrayList<>();
        private final List<float[]> floats = new ArrayList<>();
        private Shape image;
        private DataType type;

        Collector(String name, PixelRange range) {
            this.name = name;
            this.range = range;
        }

        void add(NDArray images) {
            Shape shape = images.getShape();
            boolean fits = shape.dimension() == 4 && (shape.get(1) == 1 || shape.get(1) == 3);
            if (!fits) {
                throw new IllegalArgumentException(
                        name + ": images must be [N, C, H, W] with C of 1 or 3, got " + shape);
            }
            Shape each = shape.slice(1);
            if (image != null && (!image.equals(each) || type != images.getDataType())) {
                throw new IllegalArgumentException(name + ": images must have one shape and type, got " + type + " "
                        + image + " and " + images.getDataType() + " " + each);
            }
            image = each;
            type = images.getDataType();
            HostArray copy = HostArray.copyOf(images);
            int size = (int) each.size();
            if (type == DataType.UINT8) {
                for (int i = 0; i < shape.get(0); i++) {
                    byte[] one = new byte[size];
                    copy.bytes().position(i * size).get(one);
                    check(one);
                    bytes.add(one);
                }
            } else {
                float[] values = copy.toFloats();
                for (int i = 0; i < shape.get(0); i++) {
                    float[] one = Arrays.copyOfRange(values, i * size, (i + 1) * size);
                    scale(one);
                    floats.add(one);
                }
            }
        }

        private void check(byte[] values) {
            for (byte value : values) {
                check(value & 0xff);
            }
        }

        private void scale(float[] values) {
            for (int i = 0; i < values.length; i++) {
                check(values[i]);
                values[i] = Math.max(-1, Math.min(1, range.toSigned(values[i])));
            }
        }

        private void check(double value) {
            if (!range.contains(value)) {
                throw new IllegalArgumentException(name + ": image " + (bytes.size() + floats.size()) + " holds "
                        + value + ", outside the stated range " + range.low() + " to " + range.high()
                        + "; state the range the values have");
            }
        }

        HeapImages finish() {
            if (bytes.isEmpty() && floats.isEmpty()) {
                throw new IllegalArgumentException(name + " holds no images");
            }
            return new HeapImages(name, image, range, List.copyOf(bytes), List.copyOf(floats));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return bytes.size() + floats.size();
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        Objects.checkIndex(index, size());
        if (!floats.isEmpty()) {
            float[] values = floats.get(index);
            System.arraycopy(values, 0, into, offset, values.length);
            return;
        }
        byte[] values = bytes.get(index);
        for (int i = 0; i < values.length; i++) {
            into[offset + i] = range.toSigned(values[i] & 0xff);
        }
    }
}
