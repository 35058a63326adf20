package io.interp.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every command takes. */
final class CommonOptions {

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed of everything that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--device",
            paramLabel = "cpu|gpu",
            defaultValue = "cpu",
            description = "Where to compute (default: ${DEFAULT-VALUE}).")
    private DeviceName device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Threads of one tensor operation (default: the engine's choice).")
    private Integer threads;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for result.json and the other files; made if missing (default: out/COMMAND).")
    private Path out;

    @Option(names = "--verbose", description = "Log more, and on failure print where in the program it happened.")
    private boolean verbose;

    long seed() {
        return seed;
    }

    DeviceName device() {
        return device;
    }

    Optional<Integer> threads() {
        return Optional.ofNullable(threads);
    }

    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    boolean verbose() {
        return verbose;
    }
}
