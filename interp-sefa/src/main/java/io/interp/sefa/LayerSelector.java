package io.interp.sefa;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which layers to take, as a text: {@code all}, one ({@code 3}), several ({@code 0,2}), a range ({@code 0-1}), one that is
 * open at an end ({@code 6-}, {@code -5}), or a mixture. Spaces do not matter and neither do repetitions.
 */
public final class LayerSelector {

    /** All layers. */
    public static final LayerSelector ALL = new LayerSelector("all", List.of(new Part(0, Part.OPEN)));

    private static final Pattern PART = Pattern.compile("(\\d{1,4})|(\\d{1,4})?-(\\d{1,4})?");

    private final String text;
    private final List<Part> parts;

    private record Part(int from, int to) {
        static final int OPEN = Integer.MAX_VALUE;
    }

    private LayerSelector(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a selector.
     *
     * @param text such as {@code all}, {@code 0-1}, {@code 0,2,6-}
     * @return the selector
     * @throws IllegalArgumentException if the text is no selector
     */
    public static LayerSelector parse(String text) {
        String bare = text.replaceAll("\\s", "");
        if (bare.equalsIgnoreCase("all")) {
            return ALL;
        }
        List<Part> parts = new ArrayList<>();
        for (String piece : bare.split(",", -1)) {
            Matcher match = PART.matcher(piece);
            if (!match.matches() || piece.equals("-")) {
                throw new IllegalArgumentException("layers must be 'all', a number, a range such as 0-1, 6- or -5, or"
                        + " several of them with commas; got '" + piece + "' in '" + text + "'");
            }
            boolean single = match.group(1) != null;
            int from = number(single ? match.group(1) : match.group(2), 0);
            int to = number(single ? match.group(1) : match.group(3), Part.OPEN);
            if (from > to) {
                throw new IllegalArgumentException("layers '" + piece + "' run backwards; write " + to + "-" + from);
            }
            parts.add(new Part(from, to));
        }
        return new LayerSelector(bare, parts);
    }

    /**
     * {@return a selector of the given layers}
     *
     * @param layers at least one layer
     * @throws IllegalArgumentException if there is none or one is negative
     */
    public static LayerSelector of(int... layers) {
        List<Part> parts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int layer : layers) {
            if (layer < 0) {
                throw new IllegalArgumentException("layers count from 0, got " + layer);
            }
            parts.add(new Part(layer, layer));
            names.add(Integer.toString(layer));
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a selector needs at least one layer, got none; use all");
        }
        return new LayerSelector(String.join(",", names), parts);
    }

    private static int number(String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    /**
     * Names the layers of a model that are meant.
     *
     * @param count the number of layers the model has
     * @return their numbers in rising order, each once
     * @throws IllegalArgumentException if the model has no such layer
     */
    public List<Integer> select(int count) {
        TreeSet<Integer> chosen = new TreeSet<>();
        for (Part part : parts) {
            int to = part.to() == Part.OPEN ? count - 1 : part.to();
            if (part.from() >= count || to >= count) {
                throw new IllegalArgumentException("layers '" + text + "' name layer " + Math.max(part.from(), to)
                        + ", but there " + (count == 1 ? "is only layer 0" : "are layers 0 to " + (count - 1)));
            }
            for (int layer = part.from(); layer <= to; layer++) {
                chosen.add(layer);
            }
        }
        return List.copyOf(chosen);
    }

    /**
     * {@return whether all layers are meant}
     */
    public boolean isAll() {
        return parts.equals(ALL.parts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LayerSelector selector && selector.parts.equals(parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /** {@return the text it was read from, without spaces} */
    @Override
    public String toString() {
        return text;
    }
}
