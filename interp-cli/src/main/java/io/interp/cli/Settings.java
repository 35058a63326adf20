package io.interp.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** The options of a command as {@code result.json} tells them: in force, defaults too, by camelCase names. */
final class Settings {

    /** What is told elsewhere in the file, or does not change the result. */
    private static final Set<String> LEFT_OUT = Set.of("help", "version", "seed", "verbose", "out");

    private static final Pattern DASH_LETTER = Pattern.compile("-([a-z])");

    private Settings() {}

    static Map<String, Object> of(CommandSpec spec) {
        Map<String, Object> settings = new TreeMap<>();
        spec.positionalParameters()
                .forEach(p -> settings.put(p.paramLabel().toLowerCase(Locale.ROOT), plain(p.getValue())));
        spec.options().forEach(option -> {
            String name = camelCase(longest(option.names()));
            if (!LEFT_OUT.contains(name)) {
                settings.put(name, plain(option.getValue()));
            }
        });
        return settings;
    }

    private static Object plain(Object value) {
        return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value;
    }

    private static String longest(String[] names) {
        return Arrays.stream(names).max(Comparator.comparingInt(String::length)).orElseThrow();
    }

    private static String camelCase(String option) {
        String bare = option.replaceFirst("^-+", "");
        return DASH_LETTER.matcher(bare).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
