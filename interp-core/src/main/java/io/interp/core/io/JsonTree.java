package io.interp.core.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Turns Java values into JSON trees by the rules of {@link Json}. */
final class JsonTree {

    private JsonTree() {}

    static JsonElement of(Object value, int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "JSON values nested deeper than " + Json.MAX_DEPTH + "; is there a cycle?");
        }
        if (value == null) {
            return JsonNull.INSTANCE;
        } else if (value instanceof JsonElement element) {
            return element;
        } else if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        } else if (value instanceof Number number) {
            double real = number.doubleValue();
            boolean finite = !Double.isNaN(real) && !Double.isInfinite(real);
            return finite ? new JsonPrimitive(number) : new JsonPrimitive(number.toString());
        } else if (value instanceof CharSequence || value instanceof Path || value instanceof Character) {
            return new JsonPrimitive(value.toString());
        } else if (value instanceof Enum<?> constant) {
            return new JsonPrimitive(constant.name());
        } else if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null), depth + 1);
        } else if (value instanceof Map<?, ?> map) {
            return object(map, depth);
        } else if (value instanceof Collection<?> items) {
            return array(items, depth);
        } else if (value.getClass().isArray()) {
            JsonArray array = new JsonArray();
            for (int i = 0; i < Array.getLength(value); i++) {
                array.add(of(Array.get(value, i), depth + 1));
            }
            return array;
        } else if (value instanceof Record row) {
            return object(row, depth);
        }
        throw new IllegalArgumentException("a " + value.getClass().getName()
                + " can't be written as JSON; use maps, records, lists, arrays, numbers and texts");
    }

    private static JsonObject object(Map<?, ?> map, int depth) {
        boolean ordered = map instanceof LinkedHashMap || map instanceof SortedMap || map instanceof EnumMap;
        Map<String, Object> entries = ordered ? new LinkedHashMap<>() : new TreeMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof CharSequence) && !(key instanceof Enum<?>)) {
                throw new IllegalArgumentException("a JSON key must be a text or an enum, got " + key);
            }
            entries.put(key instanceof Enum<?> constant ? constant.name() : key.toString(), value);
        });
        JsonObject object = new JsonObject();
        entries.forEach((key, value) -> object.add(key, of(value, depth + 1)));
        return object;
    }

    private static JsonArray array(Collection<?> items, int depth) {
        List<JsonElement> elements = new ArrayList<>();
        items.forEach(item -> elements.add(of(item, depth + 1)));
        if (items instanceof Set && !(items instanceof LinkedHashSet) && !(items instanceof SortedSet)) {
            elements.sort((a, b) -> a.toString().compareTo(b.toString()));
        }
        JsonArray array = new JsonArray();
        elements.forEach(array::add);
        return array;
    }

    private static JsonObject object(Record row, int depth) {
        JsonObject object = new JsonObject();
        for (RecordComponent component : row.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true); // the record itself need not be public
                object.add(component.getName(), of(component.getAccessor().invoke(row), depth + 1));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("can't read " + component + " of " + row.getClass(), e);
            }
        }
        return object;
    }
}
