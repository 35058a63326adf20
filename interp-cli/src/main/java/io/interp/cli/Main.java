package io.interp.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program {@code interp}. Its exit code is 0 when the work is done, 2 when the command line can be told wrong without
 * looking at any file, and 1 for everything that only work finds out.
 */
@Command(
        name = "interp",
        description = "Opens up GANs: shows what layers and filters of a generator do, and lets you change it.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LayersCommand.class,
            SampleCommand.class,
            CaptureCommand.class,
            TrainCommand.class,
            PartitionCommand.class,
            SwapCommand.class,
            SefaCommand.class,
            DissectCommand.class,
            InterveneCommand.class,
            RepairCommand.class,
            EigenganCommand.class,
            EganCommand.class,
            DemoCommand.class,
            VersionCommand.class
        },
        footerHeading = "%n",
        footer = {
            "A MODEL is a TorchScript file (.pt) with a description beside it (MODEL.json, such as",
            "{\"latent\":{\"dim\":100,\"prior\":\"normal\"},\"range\":[-1,1]}) or given by options,",
            "or a directory that interp saved.",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage.",
            "'interp COMMAND --help' tells more about a command."
        })
public final class Main {

    /** Creates the command without a subcommand; for picocli. */
    public Main() {}

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.exit(run(commandLine(), args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(new ErrorMessages());
        line.setExecutionExceptionHandler(new ErrorMessages());
        return line;
    }

    static int run(CommandLine line, String... args) {
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            PrintWriter err = line.getErr();
            err.println("interp: out of memory; set INTERP_JAVA_OPTS=-Xmx8g or ask for less at a time");
            return CommandLine.ExitCode.SOFTWARE;
        } catch (LinkageError e) {
            line.getErr().println("interp: the PyTorch engine can't be loaded: " + e);
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
