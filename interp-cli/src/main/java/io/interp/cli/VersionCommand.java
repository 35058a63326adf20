package io.interp.cli;

import ai.djl.engine.Engine;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the versions of everything that takes part, which loads the engine and so checks that it can be loaded. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints the versions of interp, DJL, PyTorch and Java, and the number of GPUs.")
final class VersionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Engine engine = Engine.getInstance();
        out.println("interp  " + Version.number());
        out.println("DJL     " + Engine.getDjlVersion());
        out.println(String.format("%-8s%s", engine.getEngineName(), engine.getVersion()));
        out.println("Java    " + Runtime.version());
        out.println("GPUs    " + engine.getGpuCount());
        return ExitCode.OK;
    }
}
