package io.interp.core.io;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An immutable array in JVM memory: what files hold and what results keep, with no native memory behind it.
 *
 * <p>The bytes are row-major and little-endian, as in npy and safetensors files, so reading and writing them needs no
 * conversion.
 */
public final class HostArray {

    private final DataType dataType;
    private final long[] shape;
    private final ByteBuffer data;

    /**
     * Wraps raw bytes.
     *
     * @param dataType the element type
     * @param shape the dimensions; empty for a scalar
     * @param data row-major little-endian elements; copied
     * @throws IllegalArgumentException if the number of bytes does not fit shape and type
     */
    public HostArray(DataType dataType, long[] shape, ByteBuffer data) {
        long expected = new Shape(shape).size() * dataType.getNumOfBytes();
        if (data.remaining() != expected) {
            throw new IllegalArgumentException("array of shape " + Arrays.toString(shape) + " and type " + dataType
                    + " needs " + expected + " bytes, got " + data.remaining());
        }
        this.dataType = dataType;
        this.shape = shape.clone();
        ByteBuffer copy = ByteBuffer.allocate(data.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        copy.put(data.duplicate()).flip();
        this.data = copy.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Copies doubles into a float64 array.
     *
     * @param values row-major elements
     * @param shape the dimensions
     * @return the array
     */
    public static HostArray of(double[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return new HostArray(DataType.FLOAT64, shape, bytes);
    }

    /**
     * Copies floats into a float32 array.
     *
     * @param values row-major elements
     * @param shape the dimensions
     * @return the array
     */
    public static HostArray of(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new HostArray(DataType.FLOAT32, shape, bytes);
    }

    /**
     * Copies longs into an int64 array.
     *
     * @param values row-major elements
     * @param shape the dimensions
     * @return the array
     */
    public static HostArray of(long[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return new HostArray(DataType.INT64, shape, bytes);
    }

    /**
     * Copies an engine array to the heap.
     *
     * @param array any array; not closed
     * @return its copy
     */
    public static HostArray copyOf(NDArray array) {
        ByteBuffer bytes = array.toByteBuffer();
        return new HostArray(array.getDataType(), array.getShape().getShape(), bytes);
    }

    /**
     * Copies this array to the engine.
     *
     * @param manager the manager that will own the result, and whose device it will be on
     * @return a new array of the same shape and type
     */
    public NDArray toNDArray(NDManager manager) {
        return manager.create(data.duplicate().order(ByteOrder.LITTLE_ENDIAN), new Shape(shape), dataType);
    }

    /** {@return the element type} */
    public DataType dataType() {
        return dataType;
    }

    /** {@return a copy of the dimensions} */
    public long[] shape() {
        return shape.clone();
    }

    /** {@return the number of elements} */
    public long size() {
        return new Shape(shape).size();
    }

    /** {@return the row-major little-endian bytes, a read-only view} */
    public ByteBuffer bytes() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * {@return the elements as doubles, converted from any numeric type but float16 and bfloat16}
     *
     * @throws IllegalStateException if the element type is not numeric
     */
    public double[] toDoubles() {
        ByteBuffer bytes = bytes();
        double[] out = new double[(int) size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = switch (dataType) {
                case FLOAT64 -> bytes.getDouble();
                case FLOAT32 -> bytes.getFloat();
                case INT64 -> bytes.getLong();
                case INT32 -> bytes.getInt();
                case INT16 -> bytes.getShort();
                case INT8 -> bytes.get();
                case UINT8 -> bytes.get() & 0xff;
                case BOOLEAN -> bytes.get() == 0 ? 0 : 1;
                default -> throw new IllegalStateException("array of type " + dataType + " can't be read as doubles");
            };
        }
        return out;
    }

    /**
     * {@return the elements as floats; see {@link #toDoubles()} for what can be converted}
     *
     * @throws IllegalStateException if the element type is not numeric
     */
    public float[] toFloats() {
        float[] out = new float[(int) size()];
        if (dataType == DataType.FLOAT32) {
            bytes().asFloatBuffer().get(out);
            return out;
        }
        double[] values = toDoubles();
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }

    /** {@return type and shape, such as {@code float32 [64, 3, 32, 32]}} */
    @Override
    public String toString() {
        return dataType + " " + Arrays.toString(shape);
    }
}
