package io.interp.core.io;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One array in the header of a safetensors file: its type, shape and place in the data. */
record TensorEntry(String name, DataType dataType, Shape shape, long begin, long end) {

    private static final int MAX_DIMENSIONS = 64;

    private static final Map<String, DataType> TYPES = Map.of(
            "F64", DataType.FLOAT64,
            "F32", DataType.FLOAT32,
            "F16", DataType.FLOAT16,
            "BF16", DataType.BFLOAT16,
            "I64", DataType.INT64,
            "I32", DataType.INT32,
            "I16", DataType.INT16,
            "I8", DataType.INT8,
            "U8", DataType.UINT8,
            "BOOL", DataType.BOOLEAN);

    static String code(DataType type) {
        for (Map.Entry<String, DataType> entry : TYPES.entrySet()) {
            if (entry.getValue() == type) {
                return entry.getKey();
            }
        }
        throw new IllegalArgumentException(
                "safetensors files of type " + type + " are not written; convert the array first");
    }

    static TensorEntry read(String name, JsonReader reader) throws IOException {
        DataType type = null;
        long[] shape = null;
        long[] offsets = null;
        Set<String> seen = new HashSet<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String field = reader.nextName();
            if (!seen.add(field)) {
                throw new JsonParseException("array " + name + " has two fields " + field);
            }
            switch (field) {
                case "dtype" -> type = type(name, reader.nextString());
                case "shape" -> shape = longs(name, reader);
                case "data_offsets" -> offsets = longs(name, reader);
                default -> throw new JsonParseException("array " + name + " has an unknown field " + field);
            }
        }
        reader.endObject();
        if (type == null || shape == null || offsets == null || offsets.length != 2) {
            throw new JsonParseException("array " + name + " lacks dtype, shape or two data_offsets");
        }
        return new TensorEntry(name, type, new Shape(shape), offsets[0], offsets[1]);
    }

    private static DataType type(String name, String code) {
        DataType type = TYPES.get(code);
        if (type == null) {
            throw new JsonParseException("array " + name + " has type " + code + ", not one of " + TYPES.keySet());
        }
        return type;
    }

    private static long[] longs(String name, JsonReader reader) throws IOException {
        List<Long> values = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            long value = reader.nextLong();
            if (value < 0 || values.size() == MAX_DIMENSIONS) {
                throw new JsonParseException(
                        "array " + name + " has a negative number or more than " + MAX_DIMENSIONS + " dimensions");
            }
            values.add(value);
        }
        reader.endArray();
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /** {@return what is wrong with shape and offsets, or null} */
    String problem() {
        long expected = dataType.getNumOfBytes();
        try {
            for (long dimension : shape.getShape()) {
                expected = Math.multiplyExact(expected, dimension);
            }
        } catch (ArithmeticException e) {
            return "has a shape too large to count: " + shape;
        }
        if (end < begin || end - begin != expected) {
            return "of shape " + shape + " and type " + dataType + " needs " + expected + " bytes, its offsets are "
                    + begin + " to " + end;
        }
        return expected > Integer.MAX_VALUE - 8 ? "has " + expected + " bytes, more than one array can hold" : null;
    }
}
