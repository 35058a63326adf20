package io.interp.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Turns values that a setting refuses into wrong usage of a command, which ends with exit code 2 and a hint. */
final class WrongUsage {

    private WrongUsage() {}

    /**
     * {@return the value}
     *
     * @throws ParameterException if making it throws an IllegalArgumentException
     */
    static <T> T unless(CommandSpec spec, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
