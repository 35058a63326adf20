package io.interp.core.block.published;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads the settings of a saved architecture; each method says what is missing. */
record Settings(Map<String, Object> values) {

    int integer(String key) {
        double number = number(key);
        if (number != Math.rint(number)) {
            throw wrong(key, "a whole number");
        }
        return (int) number;
    }

    double number(String key) {
        if (values.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(key, "a number");
    }

    boolean flag(String key) {
        if (values.get(key) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, "true or false");
    }

    List<Integer> integers(String key) {
        if (values.get(key) instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream().map(n -> ((Number) n).intValue()).toList();
        }
        throw wrong(key, "a list of numbers");
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equals(values.get(key)))
                .findFirst()
                .orElseThrow(() -> wrong(key, "one of " + Arrays.toString(type.getEnumConstants())));
    }

    Mapping mapping() {
        return new Mapping(
                integer("latents"),
                integer("mappingWidth"),
                integer("codes"),
                integer("mappingLayers"),
                number("mappingRate"));
    }

    static void put(Map<String, Object> settings, Mapping mapping) {
        settings.put("latents", mapping.latents());
        settings.put("mappingWidth", mapping.width());
        settings.put("codes", mapping.codes());
        settings.put("mappingLayers", mapping.layers());
        settings.put("mappingRate", mapping.learningRate());
    }

    ChannelTable maps() {
        return new ChannelTable(integer("mapsBase"), integer("mapsMax"));
    }

    static void put(Map<String, Object> settings, ChannelTable maps) {
        settings.put("mapsBase", maps.base());
        settings.put("mapsMax", maps.max());
    }

    Truncation truncation() {
        return new Truncation(number("truncationPsi"), integer("truncationLayers"));
    }

    static void put(Map<String, Object> settings, Truncation truncation) {
        settings.put("truncationPsi", truncation.psi());
        settings.put("truncationLayers", truncation.layers());
    }

    private IllegalArgumentException wrong(String key, String expected) {
        return new IllegalArgumentException(
                "the saved architecture needs \"" + key + "\", " + expected + ", got " + values.get(key));
    }
}
