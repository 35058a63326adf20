package io.interp.core.internal.torch.archive;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the names that someone may have meant, by edit distance. */
final class NearNames {

    private static final int SHOWN = 5;

    private NearNames() {}

    /** {@return up to five of the candidates, the nearest first} */
    static List<String> of(String name, Collection<String> candidates) {
        return candidates.stream()
                .sorted(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .limit(SHOWN)
                .toList();
    }

    /** {@return the number of letters to insert, delete or change} */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
