package io.interp.cli;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.io.ResultFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** One run of a command: its device's memory, its output folder and its clock. */
final class Session implements AutoCloseable {

    private final CommandSpec spec;
    private final CommonOptions options;
    private final OutputFolder output;
    private final NDManager manager;
    private final long started = System.nanoTime();

    /**
     * Opens a session.
     *
     * @throws IllegalArgumentException if the output folder can't be one
     * @throws IllegalStateException if the device is missing
     */
    Session(CommandSpec spec, CommonOptions options) {
        this.spec = spec;
        this.options = options;
        output = new OutputFolder(options.out().orElse(Path.of("out", spec.name())));
        if (options.verbose()) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info"); // before the first logger is made
        }
        options.threads().ifPresent(Session::limitThreads);
        manager = NDManager.newBaseManager(options.device().device());
    }

    /** The engine reads these when it is loaded, so they must come first; the launcher sets OpenMP's own. */
    private static void limitThreads(int threads) {
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", Integer.toString(threads));
    }

    NDManager manager() {
        return manager;
    }

    OutputFolder output() {
        return output;
    }

    /** {@return the settings in force, as {@code result.json} tells them} */
    Map<String, Object> settings() {
        return Settings.of(spec);
    }

    /** Writes {@code result.json} and tells the person what was written. */
    void finish(Generator model, Map<String, Object> metrics) {
        List<String> files = output.files();
        double seconds = (System.nanoTime() - started) / 1e9;
        ResultFile.Model opened = new ResultFile.Model(model.name(), model.fingerprint());
        new ResultFile(spec.name(), Version.number(), options.seed(), settings(), opened, files, seconds, metrics)
                .write(output.folder());
        PrintWriter out = spec.commandLine().getOut();
        files.forEach(name -> out.println(output.folder().resolve(name)));
        out.println(output.folder().resolve(ResultFile.NAME));
        out.flush();
    }

    @Override
    public void close() {
        manager.close();
    }
}
