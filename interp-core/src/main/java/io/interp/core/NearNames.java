package io.interp.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names a person may have meant, for error messages. */
public final class NearNames {

    private static final int SHOWN = 5;

    private NearNames() {}

    /**
     * Writes the message for an unknown name.
     *
     * @param what what the name stands for, such as {@code layer}
     * @param name the unknown name
     * @param owner where it was looked for
     * @param known the names there are
     * @return a sentence that lists the nearest names
     */
    public static String unknown(String what, String name, String owner, Collection<String> known) {
        if (known.isEmpty()) {
            return "no " + what + " '" + name + "' in " + owner + ": it has none";
        }
        List<String> near = near(name, known);
        return "no " + what + " '" + name + "' in " + owner + "; near names: " + String.join(", ", near)
                + (known.size() > near.size() ? " (" + known.size() + " in all)" : "");
    }

    /**
     * Returns the nearest names.
     *
     * @param name the name looked for
     * @param known the names there are
     * @return at most five, nearest first
     */
    public static List<String> near(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .sorted(Comparator.comparingInt((String k) -> distance(wanted, k.toLowerCase(Locale.ROOT))))
                .limit(SHOWN)
                .toList();
    }

    /** Levenshtein's edit distance, lowered when what was typed is a part of the name. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        boolean contained = !a.isEmpty() && b.contains(a);
        return contained ? previous[b.length()] / 4 : previous[b.length()];
    }
}
