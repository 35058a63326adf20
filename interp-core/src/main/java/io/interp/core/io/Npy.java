package io.interp.core.io;

import ai.djl.ndarray.types.DataType;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Reads and writes NumPy's {@code .npy} files.
 *
 * <p>Reads header versions 1 to 3, row-major and column-major arrays (the latter are transposed into row-major), little
 * and big endian, of types {@code f4 f8 i1 i2 i4 i8 u1 b1}. Writes version 1, row-major, little-endian, byte for byte
 * what {@code numpy.save} of NumPy 2 writes.
 *
 * <h2>Reference</h2>
 *
 * <p>NumPy enhancement proposal 1, and {@code numpy/lib/format.py}.
 */
public final class Npy {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    /** NumPy leaves room for the first dimension to grow to this many digits in place. */
    private static final int GROWTH_DIGITS = 21;

    private static final Map<DataType, String> CODES = Map.of(
            DataType.FLOAT32, "<f4",
            DataType.FLOAT64, "<f8",
            DataType.INT8, "|i1",
            DataType.INT16, "<i2",
            DataType.INT32, "<i4",
            DataType.INT64, "<i8",
            DataType.UINT8, "|u1",
            DataType.BOOLEAN, "|b1");

    private Npy() {}

    /**
     * Writes an array to a file, under a temporary name first.
     *
     * @param file the file, usually named {@code *.npy}
     * @param array the array
     * @throws IllegalArgumentException if npy files of that element type can't be written
     * @throws UncheckedIOException if the file can't be written
     */
    public static void write(Path file, HostArray array) {
        byte[] header = header(array.dataType(), array.shape());
        SafeWrite.file(file, out -> {
            out.write(header);
            writeBytes(out, array.bytes());
        });
    }

    /**
     * Writes an array to a stream.
     *
     * @param out the stream; not closed
     * @param array the array
     * @throws IllegalArgumentException if npy files of that element type can't be written
     * @throws IOException if writing fails
     */
    public static void write(OutputStream out, HostArray array) throws IOException {
        out.write(header(array.dataType(), array.shape()));
        writeBytes(out, array.bytes());
    }

    /**
     * Reads a file that holds exactly one array.
     *
     * @param file the file
     * @return its array
     * @throws IllegalArgumentException if the file is not a whole, supported npy file
     * @throws UncheckedIOException if the file can't be read
     */
    public static HostArray read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            HostArray array = read(in, file.toString(), Files.size(file));
            if (in.read() != -1) {
                throw new IllegalArgumentException(file + " has bytes after the array " + array);
            }
            return array;
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file + ": " + e, e);
        }
    }

    /**
     * Reads one array from a stream and stops behind its last byte.
     *
     * @param in the stream; not closed
     * @param name what to call the stream in errors
     * @param byteLimit the most bytes of elements to accept, so that a forged header can't ask for all memory
     * @return the array
     * @throws IllegalArgumentException if the stream does not hold a whole, supported array
     * @throws IOException if reading fails
     */
    public static HostArray read(InputStream in, String name, long byteLimit) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException(name + " is not an npy file: it does not start with \\x93NUMPY");
        }
        NpyHeader header = NpyHeader.parse(headerText(in, start[MAGIC.length], name), name);
        long bytes = header.byteCount(name);
        if (bytes > byteLimit || bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(name + " claims " + bytes + " bytes of elements ("
                    + header.shape() + "), more than the "
                    + Math.min(byteLimit, Integer.MAX_VALUE - 8) + " that can be read");
        }
        byte[] data = in.readNBytes((int) bytes);
        if (data.length < bytes) {
            throw new IllegalArgumentException(
                    name + " is cut short: " + bytes + " bytes of elements expected, got " + data.length);
        }
        return header.decode(data);
    }

    private static String headerText(InputStream in, int version, String name) throws IOException {
        if (version < 1 || version > 3) {
            throw new IllegalArgumentException(name + " has npy version " + version + "; 1, 2 and 3 can be read");
        }
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        byte[] length = in.readNBytes(lengthBytes);
        long count = 0;
        for (int i = length.length - 1; i >= 0; i--) {
            count = count << 8 | (length[i] & 0xff);
        }
        if (length.length < lengthBytes || count > NpyHeader.MAX_LENGTH) {
            throw new IllegalArgumentException(name + " has a bad npy header length: " + count + ", at most "
                    + NpyHeader.MAX_LENGTH + " accepted");
        }
        byte[] text = in.readNBytes((int) count);
        if (text.length < count) {
            throw new IllegalArgumentException(name + " is cut short inside its npy header", new EOFException());
        }
        return new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    static byte[] header(DataType dataType, long[] shape) {
        String code = CODES.get(dataType);
        if (code == null) {
            throw new IllegalArgumentException(
                    "npy files of type " + dataType + " are not written; convert the array to float32 first");
        }
        String dimensions = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String tuple = shape.length == 1 ? "(" + dimensions + ",)" : "(" + dimensions + ")";
        String text = "{'descr': '" + code + "', 'fortran_order': False, 'shape': " + tuple + ", }";
        if (shape.length > 0) {
            text += " ".repeat(GROWTH_DIGITS - Long.toString(shape[0]).length());
        }
        int prefix = MAGIC.length + 2 + Short.BYTES;
        int padding = ALIGNMENT - (prefix + text.length() + 1) % ALIGNMENT;
        text += " ".repeat(padding) + "\n";
        return ByteBuffer.allocate(prefix + text.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length())
                .put(text.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }

    /** Copies a read-only buffer to a stream in blocks. */
    static void writeBytes(OutputStream out, ByteBuffer bytes) throws IOException {
        byte[] block = new byte[1 << 16];
        while (bytes.hasRemaining()) {
            int count = Math.min(block.length, bytes.remaining());
            bytes.get(block, 0, count);
            out.write(block, 0, count);
        }
    }
}
