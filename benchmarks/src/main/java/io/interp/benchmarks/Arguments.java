package io.interp.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A benchmark's options, pairs of {@code --name value}, over its defaults. */
final class Arguments {

    private final Map<String, String> values;

    /**
     * Reads options.
     *
     * @param args what the command line gave
     * @param defaults every option and its default
     * @throws IllegalArgumentException if there is another option, or one without a value
     */
    Arguments(String[] args, Map<String, String> defaults) {
        values = new LinkedHashMap<>(defaults);
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].replaceFirst("^--", "");
            if (!values.containsKey(name) || i + 1 == args.length) {
                throw new IllegalArgumentException(
                        "expected pairs of options " + values.keySet() + " and values, got " + Arrays.toString(args));
            }
            values.put(name, args[i + 1]);
        }
    }

    String text(String name) {
        return values.get(name);
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    double decimal(String name) {
        return Double.parseDouble(text(name));
    }
}
