package io.interp.core.io;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Python dictionary at the start of an npy file, read without evaluating any Python. */
record NpyHeader(DataType dataType, boolean bigEndian, boolean fortranOrder, Shape shape) {

    static final int MAX_LENGTH = 1 << 16;
    private static final int MAX_DIMENSIONS = 64;

    private static final Pattern ENTRY =
            Pattern.compile("\\G\\s*'(\\w+)'\\s*:\\s*('[^']*'|True|False|\\([0-9L,\\s]*\\))\\s*(?:,|(?=\\s*\\}))");
    private static final Pattern DIMENSION = Pattern.compile("\\d+");
    private static final Pattern DESCRIPTION = Pattern.compile("([<>|=])([fiub])(\\d)");

    private static final Map<String, DataType> TYPES = Map.of(
            "f4", DataType.FLOAT32,
            "f8", DataType.FLOAT64,
            "i1", DataType.INT8,
            "i2", DataType.INT16,
            "i4", DataType.INT32,
            "i8", DataType.INT64,
            "u1", DataType.UINT8,
            "b1", DataType.BOOLEAN);

    static NpyHeader parse(String text, String name) {
        Map<String, String> entries = entries(text, name);
        Matcher description = DESCRIPTION.matcher(unquote(entries.get("descr")));
        DataType type = description.matches() ? TYPES.get(description.group(2) + description.group(3)) : null;
        if (type == null) {
            throw new IllegalArgumentException(name + " holds elements of type " + entries.get("descr")
                    + "; f4, f8, i1, i2, i4, i8, u1 and b1 can be read");
        }
        String order = entries.get("fortran_order");
        if (!order.equals("True") && !order.equals("False")) {
            throw new IllegalArgumentException(name + " has a bad fortran_order in its npy header: " + order);
        }
        return new NpyHeader(
                type, description.group(1).equals(">"), order.equals("True"), shape(entries.get("shape"), name));
    }

    private static Map<String, String> entries(String text, String name) {
        String body = text.strip();
        Map<String, String> entries = new HashMap<>();
        int end = 1;
        if (body.startsWith("{")) {
            Matcher matcher = ENTRY.matcher(body).region(1, body.length());
            while (matcher.find()) {
                if (entries.put(matcher.group(1), matcher.group(2)) != null) {
                    throw new IllegalArgumentException(
                            name + " names " + matcher.group(1) + " twice in its npy header");
                }
                end = matcher.end();
            }
        }
        boolean whole = body.length() > end && body.substring(end).strip().equals("}");
        if (!whole || entries.size() != 3 || !entries.keySet().containsAll(Set.of("descr", "fortran_order", "shape"))) {
            throw new IllegalArgumentException(name + " has a bad npy header: " + abbreviate(body));
        }
        return entries;
    }

    private static Shape shape(String tuple, String name) {
        boolean single = tuple.matches("\\(\\s*\\d+L?\\s*\\)"); // (3) is a number in Python, not a tuple
        if (!tuple.startsWith("(") || single || !tuple.matches("\\(\\s*(\\d+L?\\s*(,\\s*\\d+L?\\s*)*,?\\s*)?\\)")) {
            throw new IllegalArgumentException(name + " has a bad shape in its npy header: " + abbreviate(tuple));
        }
        try {
            long[] shape = DIMENSION
                    .matcher(tuple)
                    .results()
                    .mapToLong(match -> Long.parseLong(match.group()))
                    .toArray();
            if (shape.length > MAX_DIMENSIONS) {
                throw new IllegalArgumentException(name + " has an array of " + shape.length + " dimensions; at most "
                        + MAX_DIMENSIONS + " can be read");
            }
            return new Shape(shape);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " has a bad shape in its npy header: " + abbreviate(tuple), e);
        }
    }

    long byteCount(String name) {
        long count = dataType.getNumOfBytes();
        try {
            for (long dimension : shape.getShape()) {
                count = Math.multiplyExact(count, dimension);
            }
            return count;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(name + " claims an array too large to count: " + shape, e);
        }
    }

    HostArray decode(byte[] data) {
        int width = dataType.getNumOfBytes();
        if (bigEndian && width > 1) {
            reverseEach(data, width);
        }
        byte[] rowMajor = fortranOrder && shape.dimension() > 1 ? transpose(data, width) : data;
        return new HostArray(dataType, shape.getShape(), ByteBuffer.wrap(rowMajor));
    }

    private static void reverseEach(byte[] data, int width) {
        for (int start = 0; start < data.length; start += width) {
            for (int i = 0; i < width / 2; i++) {
                byte swapped = data[start + i];
                data[start + i] = data[start + width - 1 - i];
                data[start + width - 1 - i] = swapped;
            }
        }
    }

    /** Walks the column-major elements in file order, with an odometer over the index whose first digit is fastest. */
    private byte[] transpose(byte[] data, int width) {
        long[] sizes = shape.getShape();
        int rank = sizes.length;
        long[] strides = new long[rank];
        long stride = width;
        for (int d = rank - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= sizes[d];
        }
        byte[] out = new byte[data.length];
        long[] index = new long[rank];
        long target = 0;
        for (int from = 0; from < data.length; from += width) {
            System.arraycopy(data, from, out, (int) target, width);
            for (int d = 0; d < rank; d++) {
                target += strides[d];
                if (++index[d] < sizes[d]) {
                    break;
                }
                target -= strides[d] * sizes[d];
                index[d] = 0;
            }
        }
        return out;
    }

    private static String unquote(String text) {
        return text.startsWith("'") ? text.substring(1, text.length() - 1) : text;
    }

    private static String abbreviate(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "...";
    }
}
