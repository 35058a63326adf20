package io.interp.cli;

import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.train.GanTrainer;
import io.interp.core.train.GanTraining;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a GAN from scratch. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Trains a small convolutional GAN from scratch.",
            "Writes generator/ (the moving average; a MODEL for the other commands), discriminator/, samples/, a"
                    + " checkpoint and result.json. With the defaults it reproduces the GAN that interp carries."
                    + " Ctrl-C saves a checkpoint; --resume goes on from it exactly."
        })
final class TrainCommand implements Callable<Integer> {

    /** The penalty is added at every so many steps, scaled up by as much. */
    private static final int R1_INTERVAL = 8;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            defaultValue = "drawn:faces?count=4000&seed=0",
            description = "A folder or zip of images, or drawn images (default: ${DEFAULT-VALUE}).")
    private String data;

    @Option(
            names = "--size",
            paramLabel = "S",
            defaultValue = "32",
            converter = PositiveInteger.class,
            description = "Height and width of images, a power of two (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--channels",
            paramLabel = "C",
            defaultValue = "3",
            converter = PositiveInteger.class,
            description = "3 for colour, 1 for grey (default: ${DEFAULT-VALUE}).")
    private int channels;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "6000",
            converter = PositiveInteger.class,
            description = "Steps in all, those before a resume included (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--batch",
            paramLabel = "B",
            defaultValue = "32",
            converter = PositiveInteger.class,
            description = "Images in a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--width",
            paramLabel = "W",
            defaultValue = "128",
            converter = PositiveInteger.class,
            description = "Filters of the widest layer (default: ${DEFAULT-VALUE}).")
    private int width;

    @Option(
            names = "--narrowest",
            paramLabel = "M",
            defaultValue = "48",
            converter = PositiveInteger.class,
            description = "Least filters of a hidden layer (default: ${DEFAULT-VALUE}).")
    private int narrowest;

    @Option(
            names = "--latent",
            paramLabel = "D",
            defaultValue = "64",
            converter = PositiveInteger.class,
            description = "Size of the latents (default: ${DEFAULT-VALUE}).")
    private int latent;

    @Option(
            names = "--upsampling",
            paramLabel = "U",
            defaultValue = "nearest",
            description = "How the generator doubles the size: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Dcgan.Upsampling upsampling;

    @Option(
            names = "--r1",
            paramLabel = "G",
            defaultValue = "0.5",
            description = "Weight of the penalty on the discriminator's gradients (default: ${DEFAULT-VALUE}).")
    private double r1;

    @Mixin
    private CheckpointOption checkpoints;

    @Option(
            names = "--samples-every",
            paramLabel = "K",
            defaultValue = "500",
            converter = PositiveInteger.class,
            description = "Steps between pictures of samples (default: ${DEFAULT-VALUE}).")
    private int samplesEvery;

    @Option(names = "--resume", description = "Go on from the checkpoint in --out.")
    private boolean resume;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Dcgan architecture =
                WrongUsage.unless(spec, () -> new Dcgan(latent, size, channels, width, narrowest, upsampling));
        GanTraining training = WrongUsage.unless(
                spec,
                () -> GanTraining.fromScratch()
                        .withR1(r1, R1_INTERVAL)
                        .withBatchSize(batch)
                        .withSeed(common.seed()));
        try (Session session = new Session(spec, common);
                OpenedImages images = new OpenedImages(ImageSources.open(data, channels, size, size));
                Generator generator = architecture.generator(session.manager(), common.seed() + 1);
                Discriminator discriminator = architecture.discriminator(session.manager(), common.seed() + 2);
                GanTrainer trainer = new GanTrainer(generator, discriminator, images.source(), training)) {
            TrainingRun run = new TrainingRun(
                    trainer,
                    session.output(),
                    spec.commandLine().getErr(),
                    common.seed(),
                    checkpoints.interval(),
                    samplesEvery);
            run.begin(resume, fixedSettings(images.source()));
            if (!run.to(steps)) {
                return ExitCode.SOFTWARE;
            }
            trainer.average().save(session.output().file("generator"));
            discriminator.save(session.output().file("discriminator"));
            session.finish(trainer.average(), run.metrics());
            return ExitCode.OK;
        }
    }

    /** What a run that goes on must share with the one that it goes on from. */
    private Map<String, Object> fixedSettings(ImageSource images) {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("seed", common.seed());
        settings.put("data", images.name());
        settings.put("images", images.size());
        settings.put("size", size);
        settings.put("channels", channels);
        settings.put("batch", batch);
        settings.put("width", width);
        settings.put("narrowest", narrowest);
        settings.put("latent", latent);
        settings.put("upsampling", upsampling.name());
        settings.put("r1", r1);
        return settings;
    }
}
