package io.interp.cli;

import picocli.CommandLine.Option;

/** How often long training is saved, so that it can go on. */
final class CheckpointOption {

    @Option(
            names = "--checkpoint-every",
            paramLabel = "K",
            defaultValue = "500",
            converter = PositiveInteger.class,
            description = "Steps between checkpoints (default: ${DEFAULT-VALUE}).")
    private int interval;

    /** {@return the steps between checkpoints} */
    int interval() {
        return interval;
    }
}
