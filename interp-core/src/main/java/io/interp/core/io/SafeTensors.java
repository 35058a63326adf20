package io.interp.core.io;

import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The content of a safetensors file: named arrays and a map of texts.
 *
 * <p>Nothing in such a file can run code. Reading checks the header strictly: its length, that no name comes twice, that
 * every offset fits shape and type, and that the arrays fill the file without gap or overlap. Writing orders the arrays
 * by element width and name, so the same content always gives the same bytes.
 *
 * <h2>Reference</h2>
 *
 * <p>The format's description at <a href="https://github.com/huggingface/safetensors">huggingface/safetensors</a>.
 */
public final class SafeTensors {

    /** The longest header that is read, as in the reference implementation: 100 MB. */
    static final int MAX_HEADER_BYTES = 100_000_000;

    private static final String METADATA = "__metadata__";

    private final Map<String, HostArray> arrays;
    private final Map<String, String> metadata;

    private SafeTensors(Map<String, HostArray> arrays, Map<String, String> metadata) {
        this.arrays = Collections.unmodifiableMap(arrays);
        this.metadata = Collections.unmodifiableMap(metadata);
    }

    /** {@return the arrays by name, in the file's order} */
    public Map<String, HostArray> arrays() {
        return arrays;
    }

    /** {@return the texts stored beside the arrays, in the file's order; empty if there are none} */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Gets one array.
     *
     * @param name its name
     * @return the array
     * @throws IllegalArgumentException if there is none of that name
     */
    public HostArray array(String name) {
        HostArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no array named " + name + "; there are " + arrays.keySet());
        }
        return array;
    }

    /**
     * Writes a file, under a temporary name first.
     *
     * @param file the file, usually named {@code *.safetensors}
     * @param arrays arrays by name
     * @param metadata texts by name
     * @throws IllegalArgumentException if an element type can't be written, or an array is named {@code __metadata__}
     * @throws UncheckedIOException if the file can't be written
     */
    public static void write(Path file, Map<String, HostArray> arrays, Map<String, String> metadata) {
        if (arrays.containsKey(METADATA)) {
            throw new IllegalArgumentException("an array can't be named " + METADATA);
        }
        List<Map.Entry<String, HostArray>> ordered = new ArrayList<>(arrays.entrySet());
        ordered.sort(Comparator.comparingInt((Map.Entry<String, HostArray> entry) ->
                        -entry.getValue().dataType().getNumOfBytes())
                .thenComparing(Map.Entry::getKey));
        byte[] header = header(ordered, metadata);
        SafeWrite.file(file, out -> {
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            out.write(header);
            for (Map.Entry<String, HostArray> entry : ordered) {
                Npy.writeBytes(out, entry.getValue().bytes());
            }
        });
    }

    private static byte[] header(List<Map.Entry<String, HostArray>> ordered, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put(METADATA, new TreeMap<>(metadata));
        }
        long offset = 0;
        for (Map.Entry<String, HostArray> entry : ordered) {
            HostArray array = entry.getValue();
            long end = offset + array.bytes().remaining();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("dtype", TensorEntry.code(array.dataType()));
            fields.put("shape", array.shape());
            fields.put("data_offsets", new long[] {offset, end});
            header.put(entry.getKey(), fields);
            offset = end;
        }
        byte[] text = Json.compact(header).getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES; // keeps the data aligned
        byte[] bytes = Arrays.copyOf(text, padded);
        Arrays.fill(bytes, text.length, padded, (byte) ' ');
        return bytes;
    }

    /**
     * Reads a whole file.
     *
     * @param file the file
     * @return its content
     * @throws IllegalArgumentException if the file breaks the format
     * @throws UncheckedIOException if the file can't be read
     */
    public static SafeTensors read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long headerBytes = headerLength(channel, file);
            String text = decode(readAt(channel, Long.BYTES, (int) headerBytes), file);
            Map<String, String> metadata = new LinkedHashMap<>();
            List<TensorEntry> entries = parse(text, metadata, file);
            long start = Long.BYTES + headerBytes;
            checkLayout(entries, channel.size() - start, file);
            Map<String, HostArray> arrays = new LinkedHashMap<>();
            for (TensorEntry entry : entries) {
                ByteBuffer data = readAt(channel, start + entry.begin(), (int) (entry.end() - entry.begin()));
                arrays.put(
                        entry.name(),
                        new HostArray(entry.dataType(), entry.shape().getShape(), data));
            }
            return new SafeTensors(arrays, metadata);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file + ": " + e, e);
        }
    }

    private static long headerLength(FileChannel channel, Path file) throws IOException {
        if (channel.size() < Long.BYTES) {
            throw broken(file, "it has " + channel.size() + " bytes, too few for the header's length");
        }
        long length = readAt(channel, 0, Long.BYTES).getLong();
        if (length < 2 || length > MAX_HEADER_BYTES || length > channel.size() - Long.BYTES) {
            throw broken(
                    file,
                    "it claims a header of " + Long.toUnsignedString(length) + " bytes in a file of " + channel.size()
                            + " (at most " + MAX_HEADER_BYTES + " accepted)");
        }
        return length;
    }

    private static String decode(ByteBuffer bytes, Path file) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes);
            if (text.charAt(0) != '{') {
                throw broken(file, "its header does not start with {");
            }
            return text.toString();
        } catch (CharacterCodingException e) {
            throw broken(file, "its header is not UTF-8", e);
        }
    }

    private static List<TensorEntry> parse(String text, Map<String, String> metadata, Path file) {
        List<TensorEntry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                if (!seen.add(name)) {
                    throw broken(file, "it names " + new JsonPrimitive(name) + " twice");
                }
                if (name.equals(METADATA)) {
                    readMetadata(reader, metadata, file);
                } else {
                    entries.add(TensorEntry.read(name, reader));
                }
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw broken(file, "its header goes on after the closing brace");
            }
            return entries;
        } catch (IOException | IllegalStateException | NumberFormatException | JsonParseException e) {
            throw broken(file, "its header can't be parsed: " + e.getMessage(), e);
        }
    }

    private static void readMetadata(JsonReader reader, Map<String, String> metadata, Path file) throws IOException {
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (reader.peek() != JsonToken.STRING) {
                throw broken(file, "its metadata " + name + " is not a text");
            }
            if (metadata.put(name, reader.nextString()) != null) {
                throw broken(file, "its metadata names " + name + " twice");
            }
        }
        reader.endObject();
    }

    /** Sorts the entries by offset and checks that they tile the data exactly. */
    private static void checkLayout(List<TensorEntry> entries, long dataBytes, Path file) {
        entries.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        long position = 0;
        for (TensorEntry entry : entries) {
            String problem = entry.problem();
            if (problem != null) {
                throw broken(file, "array " + entry.name() + " " + problem);
            }
            if (entry.begin() != position) {
                throw broken(
                        file,
                        "array " + entry.name() + " starts at " + entry.begin() + " where " + position
                                + " was expected: arrays overlap or leave a gap");
            }
            position = entry.end();
        }
        if (position != dataBytes) {
            throw broken(file, "its arrays cover " + position + " bytes, the file holds " + dataBytes);
        }
    }

    private static ByteBuffer readAt(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("file ended early");
            }
        }
        return buffer.flip();
    }

    private static IllegalArgumentException broken(Path file, String problem) {
        return new IllegalArgumentException(file + " is not a valid safetensors file: " + problem);
    }

    private static IllegalArgumentException broken(Path file, String problem, Exception cause) {
        return new IllegalArgumentException(file + " is not a valid safetensors file: " + problem, cause);
    }
}
