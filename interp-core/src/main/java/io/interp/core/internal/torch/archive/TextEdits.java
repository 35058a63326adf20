package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes to the texts of an archive, collected first and made together: everything else stays as it was written. */
final class TextEdits {

    private record Edit(int start, int end, String replacement) {}

    private final Map<String, List<Edit>> edits = new LinkedHashMap<>();

    /** Replaces what stands between two offsets of an entry's text; what starts at one offset keeps its order. */
    void replace(String entry, int start, int end, String replacement) {
        edits.computeIfAbsent(entry, e -> new ArrayList<>()).add(new Edit(start, end, replacement));
    }

    /** Adds a method at the end of a type. */
    void addMethod(ClassDef type, String text) {
        replace(type.entry(), type.end(), type.end(), text);
    }

    /**
     * Makes the changes.
     *
     * @param texts the texts by entry
     * @return the changed ones only
     */
    Map<String, String> apply(Map<String, String> texts) {
        Map<String, String> changed = new HashMap<>();
        edits.forEach((entry, list) -> {
            List<Edit> ordered = new ArrayList<>(list);
            ordered.sort((a, b) -> Integer.compare(a.start(), b.start()));
            String text = texts.get(entry);
            StringBuilder out = new StringBuilder();
            int at = 0;
            for (Edit edit : ordered) {
                out.append(text, at, edit.start());
                boolean glued = out.length() > 0 && out.charAt(out.length() - 1) != '\n';
                if (glued && edit.replacement().endsWith("\n")) {
                    out.append('\n');
                }
                out.append(edit.replacement());
                at = edit.end();
            }
            changed.put(entry, out.append(text.substring(at)).toString());
        });
        return changed;
    }
}
