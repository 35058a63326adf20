package io.interp.cli;

import io.interp.Interpretable;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.measure.Segmenter;
import io.interp.partition.PartitionOptions;
import io.interp.partition.report.EvaluationOptions;
import io.interp.testkit.drawn.DrawnGan;
import io.interp.testkit.drawn.DrawnIdentity;
import io.interp.testkit.drawn.DrawnSegmenter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job on the GAN that comes with the library. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Shows the main job on a small GAN of drawn faces that comes with interp: groups the filters of a layer,"
                    + " retrains, exchanges parts between faces, measures, reports.",
            "Takes some minutes; ends by naming the report."
        })
final class DemoCommand implements Callable<Integer> {

    private static final int GROUPS = 8;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--layer",
            paramLabel = "L",
            defaultValue = "layer3",
            description = "The layer: layer1 (4x4 maps), layer2 (8x8), layer3 (16x16) or layer4 (32x32) (default:"
                    + " ${DEFAULT-VALUE}).")
    private String layer;

    @Option(names = "--short", description = "A quick look in about a minute: fewer updates and measurements.")
    private boolean quick;

    @Override
    public Integer call() {
        PartitionOptions options = PartitionOptions.robust(GROUPS)
                .withUpdates(quick ? 6 : 60, quick ? 4 : 5)
                .withSeed(common.seed());
        try (Session session = new Session(spec, common);
                Interpretable gan = Interpretable.wrap(DrawnGan.load(session.manager()));
                Segmenter segmenter = DrawnSegmenter.load(session.manager());
                DrawnIdentity identity = DrawnIdentity.load(session.manager())) {
            EvaluationOptions evaluation = new EvaluationOptions(
                    quick ? 200 : 1000, quick ? 20 : 100, quick ? 32 : 200, identity.threshold(), common.seed());
            ImageSource faces = ImageSources.open("drawn:faces?count=" + (quick ? 500 : 2000), 3, 32, 32);
            Map<String, Object> metrics = new PartitionRun(
                            options,
                            Optional.of(layer),
                            faces,
                            Optional.of(PartOptions.masks(segmenter)),
                            Optional.of(identity),
                            evaluation,
                            false)
                    .run(gan, session.output(), spec.commandLine().getErr());
            session.finish(gan.generator(), metrics);
            spec.commandLine()
                    .getOut()
                    .println("The report: "
                            + session.output().folder().resolve("report.html").toAbsolutePath());
            return ExitCode.OK;
        }
    }
}
