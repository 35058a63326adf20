package io.interp.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.Pass;
import io.interp.core.io.HostArray;
import io.interp.core.io.NpyRows;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps the output of one layer. */
@Command(
        name = "capture",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Keeps the output of one layer of a generator.",
            "Writes activation.npy ([N, ...] float32), latents.npy and result.json."
        })
final class CaptureCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--layer",
            paramLabel = "L",
            required = true,
            description = "The layer, by its name in the table that 'interp layers' prints.")
    private String layer;

    @Mixin
    private LatentsOption latentsOption;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        latentsOption.check();
        try (Session session = new Session(spec, common);
                Generator generator = model.load(session.manager())) {
            Latents latents = latentsOption.open(generator.latents(), common.seed());
            int batch = Batches.size(generator);
            ProgressLines progress = new ProgressLines(spec.commandLine().getErr(), "latents", 0, latents.count());
            HostArray first = activation(generator, latents, 0, batch); // tells shapes and errors before a file is made
            long[] shape = first.shape();
            shape[0] = latents.count();
            ValueSummary summary = new ValueSummary();
            NpyRows.write(session.output().file("activation.npy"), DataType.FLOAT32, shape, from -> {
                HostArray rows = from == 0 ? first : activation(generator, latents, from, batch);
                summary.add(rows);
                progress.at(from + rows.shape()[0], "");
                return rows;
            });
            latents.write(session.output().file("latents.npy"), generator.manager());
            Map<String, Object> metrics = summary.metrics();
            metrics.put("shape", shape);
            session.finish(generator, metrics);
            return ExitCode.OK;
        }
    }

    private HostArray activation(Generator generator, Latents latents, long from, int atMost) {
        try (NDManager scope = generator.manager().newSubManager()) {
            NDArray z = latents.batch(scope, from, atMost);
            NDArray y = generator.activation(z, layer, Pass.INFERENCE);
            if (y.getShape().dimension() == 0
                    || y.getShape().get(0) != z.getShape().get(0)) {
                throw new InterpException("layer '" + layer + "' gives " + y.getShape() + " for "
                        + z.getShape().get(0) + " latents: not one output a latent, so it can't be kept by rows");
            }
            return HostArray.copyOf(y.toType(DataType.FLOAT32, false));
        }
    }
}
