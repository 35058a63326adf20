package io.interp.core.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.interp.core.data.PixelRange;
import io.interp.core.tensor.TensorOps;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * How a network wants its images: size, order of channels, range of pixels, mean and deviation. Read from the JSON file
 * beside it.
 *
 * <pre>{@code
 * {"size": [64, 64], "input": {"order": "RGB", "range": [-1, 1], "resize": "bicubic", "mean": [..], "std": [..]}}
 * }</pre>
 *
 * @param height the height it takes
 * @param width the width it takes
 * @param order how channels are ordered
 * @param range the range of pixels
 * @param bicubic whether images are resized bicubically, otherwise bilinearly
 * @param mean what is subtracted from each channel after the range is set; empty for nothing
 * @param deviation what each channel is then divided by; empty for nothing
 */
public record InputFormat(
        int height,
        int width,
        Order order,
        PixelRange range,
        boolean bicubic,
        Optional<List<Double>> mean,
        Optional<List<Double>> deviation) {

    /** The order of channels. */
    public enum Order {
        /** Red, green, blue. */
        RGB,
        /** Blue, green, red. */
        BGR,
        /** One channel of brightness. */
        GREY;

        /** {@return the number of channels} */
        public int channels() {
            return this == GREY ? 1 : 3;
        }
    }

    /**
     * Validates the format.
     *
     * @throws IllegalArgumentException if the size is not positive, or mean and deviation do not have one number for each
     *     channel (or one for all of them), or a deviation is not positive
     */
    public InputFormat {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("the size must be positive, got " + height + "x" + width);
        }
        requirePerChannel("mean", mean, order);
        requirePerChannel("std", deviation, order);
        if (deviation.stream().flatMap(List::stream).anyMatch(d -> !(d > 0))) {
            throw new IllegalArgumentException("\"std\" must be positive, got " + deviation.get());
        }
        mean = mean.map(List::copyOf);
        deviation = deviation.map(List::copyOf);
    }

    private static void requirePerChannel(String key, Optional<List<Double>> values, Order order) {
        int size = values.map(List::size).orElse(1);
        if (size != 1 && size != order.channels()) {
            throw new IllegalArgumentException("\"" + key + "\" needs " + order.channels()
                    + " numbers, one for each of " + order + ", or one for all, got " + size);
        }
    }

    /**
     * Reads the format from JSON.
     *
     * @param json the object
     * @param name what to call it in errors
     * @return the format
     * @throws IllegalArgumentException if something is missing or wrong
     */
    public static InputFormat of(JsonObject json, String name) {
        try {
            JsonArray size = json.getAsJsonArray("size");
            if (size == null || size.size() != 2) {
                throw new IllegalArgumentException("\"size\" must be [height, width], got " + size);
            }
            JsonObject input = json.has("input") ? json.getAsJsonObject("input") : new JsonObject();
            JsonArray range = input.getAsJsonArray("range");
            String order = input.has("order") ? input.get("order").getAsString() : "RGB";
            return new InputFormat(
                    size.get(0).getAsInt(),
                    size.get(1).getAsInt(),
                    order(order),
                    range == null
                            ? PixelRange.SIGNED
                            : new PixelRange(
                                    range.get(0).getAsDouble(), range.get(1).getAsDouble()),
                    isBicubic(input.has("resize") ? input.get("resize").getAsString() : "bilinear"),
                    numbers(input, "mean"),
                    numbers(input, "std"));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    name + " does not describe a network's input: " + e.getMessage()
                            + "; expected such as {\"size\":[64,64],\"input\":{\"order\":\"RGB\",\"range\":[-1,1]}}",
                    e);
        }
    }

    private static Order order(String name) {
        return Arrays.stream(Order.values())
                .filter(order -> order.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("\"order\" must be RGB, BGR or GREY, got '" + name + "'"));
    }

    private static boolean isBicubic(String resize) {
        if (!resize.equals("bicubic") && !resize.equals("bilinear")) {
            throw new IllegalArgumentException("\"resize\" must be bilinear or bicubic, got '" + resize + "'");
        }
        return resize.equals("bicubic");
    }

    private static Optional<List<Double>> numbers(JsonObject input, String key) {
        return Optional.ofNullable(input.getAsJsonArray(key))
                .map(array -> StreamSupport.stream(array.spliterator(), false)
                        .map(JsonElement::getAsDouble)
                        .toList());
    }

    /**
     * Brings images into this format: channels, then size, then range, then mean and deviation.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1], C 1 or 3
     * @return {@code [N, channels, height, width]}, owned by the images' manager
     */
    public NDArray prepare(NDArray images) {
        NDArray x = channels(images);
        Shape shape = x.getShape();
        if (shape.get(2) != height || shape.get(3) != width) {
            x = bicubic
                    ? TensorOps.resizeBicubic(x, height, width, false).clip(-1, 1) // a cubic overshoots
                    : TensorOps.resizeBilinear(x, height, width, false);
        }
        x = range.fromSigned(x);
        NDManager manager = images.getManager();
        if (mean.isPresent()) {
            x = x.sub(perChannel(manager, mean.get()));
        }
        if (deviation.isPresent()) {
            x = x.div(perChannel(manager, deviation.get()));
        }
        return x;
    }

    private NDArray channels(NDArray images) {
        boolean grey = images.getShape().get(1) == 1;
        if (order == Order.GREY) {
            return grey ? images : images.mean(new int[] {1}, true);
        }
        NDArray colour = grey ? images.repeat(1, 3) : images;
        return order == Order.BGR ? colour.flip(1) : colour;
    }

    private static NDArray perChannel(NDManager manager, List<Double> values) {
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i).floatValue();
        }
        return manager.create(numbers, new Shape(1, numbers.length, 1, 1));
    }
}
