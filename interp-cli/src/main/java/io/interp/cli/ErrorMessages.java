package io.interp.cli;

import io.interp.core.InterpException;
import io.interp.core.NearNames;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one line on the error stream and an exit code. */
final class ErrorMessages implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private static final int WIDEST = 600;

    @Override
    public int handleParseException(ParameterException exception, String[] args) {
        CommandLine line = exception.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("interp: " + usageMessage(exception, line));
        err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static String usageMessage(ParameterException exception, CommandLine line) {
        boolean noCommand = line.getCommandSpec().parent() == null
                && exception instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption();
        if (noCommand) {
            String name =
                    ((UnmatchedArgumentException) exception).getUnmatched().get(0);
            return NearNames.unknown(
                    "command", name, "interp", line.getSubcommands().keySet());
        }
        if (exception instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            String name = unmatched.getUnmatched().get(0);
            return NearNames.unknown("option", name, line.getCommandSpec().qualifiedName(), optionNames(line));
        }
        return oneLine(exception.getMessage());
    }

    private static List<String> optionNames(CommandLine line) {
        return line.getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .toList();
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        err.println("interp: " + failureMessage(exception));
        if (isVerbose(line.getCommandSpec())) {
            exception.printStackTrace(err);
        }
        err.flush();
        return ExitCode.SOFTWARE;
    }

    private static String failureMessage(Exception exception) {
        boolean expected = exception instanceof IllegalArgumentException
                || exception instanceof IllegalStateException
                || exception instanceof InterpException
                || exception instanceof UncheckedIOException;
        String message = exception.getMessage();
        if (expected && message != null && !message.isBlank()) {
            return oneLine(message);
        }
        return "unexpected " + exception.getClass().getSimpleName() + (message == null ? "" : ": " + oneLine(message))
                + " (--verbose shows where)";
    }

    private static boolean isVerbose(CommandSpec spec) {
        OptionSpec verbose = spec.findOption("--verbose");
        return verbose != null && Boolean.TRUE.equals(verbose.getValue());
    }

    /** The engine's messages run over many lines, with the cause in the one that starts with an error's name. */
    private static String oneLine(String message) {
        List<String> lines = message.lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return "no reason given";
        }
        String first = lines.get(0);
        Optional<String> cause = lines.stream()
                .skip(1)
                .filter(text -> text.matches("\\w*(Error|Exception): .*"))
                .reduce((earlier, later) -> later);
        String whole = cause.map(text -> first + " " + text).orElse(first);
        return whole.length() <= WIDEST ? whole : whole.substring(0, WIDEST) + "...";
    }
}
