package io.interp.core.io;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws arrays of any type and shape for round trips. */
final class RandomArrays {

    static final List<DataType> NPY_TYPES = List.of(
            DataType.FLOAT32,
            DataType.FLOAT64,
            DataType.INT8,
            DataType.INT16,
            DataType.INT32,
            DataType.INT64,
            DataType.UINT8,
            DataType.BOOLEAN);

    private RandomArrays() {}

    static HostArray draw(RandomGenerator random, List<DataType> types) {
        DataType type = types.get(random.nextInt(types.size()));
        long[] shape = new long[random.nextInt(5)];
        for (int d = 0; d < shape.length; d++) {
            shape[d] = random.nextInt(6);
        }
        byte[] bytes = new byte[(int) (new Shape(shape).size() * type.getNumOfBytes())];
        random.nextBytes(bytes);
        if (type == DataType.BOOLEAN) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] &= 1;
            }
        }
        return new HostArray(type, shape, ByteBuffer.wrap(bytes));
    }
}
