package io.interp.core.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * JSON text for settings and results, the same for the same values.
 *
 * <p>Values may be null, booleans, numbers, texts, enums, paths, optionals, records (their components in order), arrays,
 * collections and maps with text or enum keys. Maps that keep an order ({@link LinkedHashMap}, {@link SortedMap},
 * {@link EnumMap}) are written in it; others, whose order can change from run to run, are sorted by key, and sets alike.
 * NaN and the infinities, which JSON lacks, are written as the texts {@code "NaN"}, {@code "Infinity"} and
 * {@code "-Infinity"}; {@link JsonElement#getAsDouble()} reads those back. Arrays without nested values take one line.
 */
public final class Json {

    static final int MAX_DEPTH = 64;

    private Json() {}

    /**
     * Converts a value.
     *
     * @param value the value, of the kinds listed above
     * @return its JSON tree
     * @throws IllegalArgumentException if a value of another kind is met, or nesting is deeper than 64
     */
    public static JsonElement tree(Object value) {
        return JsonTree.of(value, 0);
    }

    /**
     * {@return the value as indented text that ends with a line break}
     *
     * @param value the value, of the kinds listed above
     * @throws IllegalArgumentException if a value of another kind is met, or nesting is deeper than 64
     */
    public static String text(Object value) {
        StringBuilder out = new StringBuilder();
        print(tree(value), out, "\n");
        return out.append('\n').toString();
    }

    /**
     * {@return the value as text without spaces}
     *
     * @param value the value, of the kinds listed above
     * @throws IllegalArgumentException if a value of another kind is met, or nesting is deeper than 64
     */
    public static String compact(Object value) {
        return tree(value).toString();
    }

    /**
     * Writes a value to a file, under a temporary name first.
     *
     * @param file the file
     * @param value the value, of the kinds listed above
     * @throws IllegalArgumentException if a value of another kind is met, or nesting is deeper than 64
     * @throws UncheckedIOException if the file can't be written
     */
    public static void write(Path file, Object value) {
        byte[] bytes = text(value).getBytes(StandardCharsets.UTF_8);
        SafeWrite.file(file, out -> out.write(bytes));
    }

    /**
     * Reads a file that holds one JSON object. Strict: no comments, no key twice, nothing after the object.
     *
     * @param file the file
     * @return the object
     * @throws IllegalArgumentException if the file is not one JSON object
     * @throws UncheckedIOException if the file can't be read
     */
    public static JsonObject read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file + ": " + e, e);
        }
    }

    /**
     * Reads a text that holds one JSON object. Strict: no comments, no key twice, nothing after the object.
     *
     * @param text the text
     * @param name what to call it in errors
     * @return the object
     * @throws IllegalArgumentException if the text is not one JSON object
     */
    public static JsonObject parse(String text, String name) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            JsonElement element = element(reader, 0);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("there is text after the object");
            }
            if (!element.isJsonObject()) {
                throw new JsonParseException("an object { ... } was expected");
            }
            return element.getAsJsonObject();
        } catch (IOException | IllegalStateException | NumberFormatException | JsonParseException e) {
            throw new IllegalArgumentException(name + " is not a JSON object: " + e.getMessage(), e);
        }
    }

    /**
     * Converts a JSON tree to plain Java values.
     *
     * @param element the tree
     * @return null, {@link Boolean}, {@link String}, {@link Long} or {@link Double} for a number, {@link List}, or a
     *     {@link LinkedHashMap} in the tree's order
     */
    public static Object plain(JsonElement element) {
        if (element.isJsonObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            element.getAsJsonObject().entrySet().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        if (element.isJsonArray()) {
            List<Object> list = new ArrayList<>();
            element.getAsJsonArray().forEach(item -> list.add(plain(item)));
            return list;
        }
        if (element.isJsonNull()) {
            return null;
        }
        JsonPrimitive primitive = element.getAsJsonPrimitive();
        if (primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        return primitive.isNumber() ? number(primitive.getAsString()) : primitive.getAsString();
    }

    private static Number number(String text) {
        if (text.matches("-?\\d{1,19}")) {
            BigInteger whole = new BigInteger(text);
            if (whole.bitLength() < Long.SIZE) {
                return whole.longValue();
            }
        }
        return Double.valueOf(text);
    }

    private static JsonElement element(JsonReader reader, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new JsonParseException("nested deeper than " + MAX_DEPTH);
        }
        switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                JsonObject object = new JsonObject();
                reader.beginObject();
                while (reader.hasNext()) {
                    String key = reader.nextName();
                    if (object.has(key)) {
                        throw new JsonParseException("key " + key + " comes twice");
                    }
                    object.add(key, element(reader, depth + 1));
                }
                reader.endObject();
                return object;
            }
            case BEGIN_ARRAY -> {
                JsonArray array = new JsonArray();
                reader.beginArray();
                while (reader.hasNext()) {
                    array.add(element(reader, depth + 1));
                }
                reader.endArray();
                return array;
            }
            case NUMBER -> {
                String text = reader.nextString();
                return new JsonPrimitive(number(text));
            }
            case BOOLEAN -> {
                return new JsonPrimitive(reader.nextBoolean());
            }
            case NULL -> {
                reader.nextNull();
                return JsonNull.INSTANCE;
            }
            default -> {
                return new JsonPrimitive(reader.nextString());
            }
        }
    }

    private static void print(JsonElement element, StringBuilder out, String lineBreak) {
        String deeper = lineBreak + "  ";
        if (element.isJsonObject() && element.getAsJsonObject().size() > 0) {
            String separator = "{";
            for (Map.Entry<String, JsonElement> entry :
                    element.getAsJsonObject().entrySet()) {
                out.append(separator)
                        .append(deeper)
                        .append(new JsonPrimitive(entry.getKey()))
                        .append(": ");
                print(entry.getValue(), out, deeper);
                separator = ",";
            }
            out.append(lineBreak).append('}');
        } else if (element.isJsonArray() && isNested(element.getAsJsonArray())) {
            String separator = "[";
            for (JsonElement item : element.getAsJsonArray()) {
                out.append(separator).append(deeper);
                print(item, out, deeper);
                separator = ",";
            }
            out.append(lineBreak).append(']');
        } else if (element.isJsonArray()) {
            String separator = "[";
            for (JsonElement item : element.getAsJsonArray()) {
                out.append(separator).append(item);
                separator = ", ";
            }
            out.append(separator.equals("[") ? "[]" : "]");
        } else {
            out.append(element);
        }
    }

    private static boolean isNested(JsonArray array) {
        for (JsonElement item : array) {
            if (!item.isJsonPrimitive() && !item.isJsonNull()) {
                return true;
            }
        }
        return false;
    }
}
