package io.interp.benchmarks;

import io.interp.core.io.SafeWrite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table that is printed line by line as runs end, and kept in a file if one is wanted. */
final class CsvLines {

    private final String file;
    private final List<String> lines = new ArrayList<>();

    /**
     * Prints the header.
     *
     * @param file where the table is kept, or empty
     * @param header the columns' names
     */
    CsvLines(String file, String header) {
        this.file = file;
        add(header);
    }

    /** Prints a line. */
    void add(String line) {
        lines.add(line);
        System.out.println(line);
    }

    /** Writes all lines so far, if there is a file. */
    void write() {
        if (!file.isEmpty()) {
            byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            SafeWrite.file(Path.of(file), out -> out.write(text));
        }
    }
}
