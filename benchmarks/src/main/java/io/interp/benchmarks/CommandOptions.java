package io.interp.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a benchmark was told on the command line: pairs of {@code --name} and value. */
final class CommandOptions {

    private final Map<String, String> values;

    private CommandOptions(Map<String, String> values) {
        this.values = values;
    }

    /**
     * {@return the options}
     *
     * @param args the arguments of the program
     * @param defaults the names without dashes and the values where nothing is said
     * @throws IllegalArgumentException if there is an option of another name or one without a value
     */
    static CommandOptions of(String[] args, Map<String, String> defaults) {
        Map<String, String> values = new LinkedHashMap<>(defaults);
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].replaceFirst("^--", "");
            if (!values.containsKey(name) || i + 1 == args.length) {
                throw new IllegalArgumentException(
                        "options are " + defaults.keySet() + ", each with a value; got " + List.of(args));
            }
            values.put(name, args[i + 1]);
        }
        return new CommandOptions(values);
    }

    String text(String name) {
        return values.get(name);
    }

    int count(String name) {
        return Integer.parseInt(values.get(name));
    }

    long number(String name) {
        return Long.parseLong(values.get(name));
    }

    double decimal(String name) {
        return Double.parseDouble(values.get(name));
    }
}
