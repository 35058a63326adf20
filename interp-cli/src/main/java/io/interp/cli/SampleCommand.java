package io.interp.cli;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.Pictures;
import io.interp.core.image.Png;
import io.interp.core.io.HostArray;
import io.interp.core.io.NpyRows;
import io.interp.core.measure.LatentInterpolation;
import io.interp.core.measure.Smoothness;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Generates images. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Generates images.",
            "Writes grid.png (the first " + SampleCommand.SHOWN + " at most), images.npy ([N, C, H, W] float32 in"
                    + " [-1, 1]), latents.npy and result.json; with --interpolate also interpolation.png and"
                    + " interpolation.gif, a walk through the latents from one sample to the next."
        })
final class SampleCommand implements Callable<Integer> {

    static final int SHOWN = 400;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private LatentsOption latentsOption;

    @Option(
            names = "--interpolate",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Walk through the first N samples of --seed, 2 or more, and tell how evenly images change.")
    private Integer interpolate;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        latentsOption.check();
        if (interpolate != null && interpolate < 2) {
            throw new ParameterException(
                    spec.commandLine(), "--interpolate needs 2 or more samples, got " + interpolate);
        }
        try (Session session = new Session(spec, common);
                Generator generator = model.load(session.manager())) {
            Latents latents = latentsOption.open(generator.latents(), common.seed());
            Shape image = generator.imageShape();
            long[] shape = {latents.count(), image.get(0), image.get(1), image.get(2)};
            int batch = Batches.size(generator);
            List<BufferedImage> shown = new ArrayList<>();
            ValueSummary summary = new ValueSummary();
            ProgressLines progress = new ProgressLines(spec.commandLine().getErr(), "images", 0, latents.count());
            NpyRows.write(session.output().file("images.npy"), DataType.FLOAT32, shape, from -> {
                try (NDManager scope = generator.manager().newSubManager()) {
                    HostArray images = HostArray.copyOf(generator.generate(latents.batch(scope, from, batch)));
                    requireFinite(images, from);
                    Pictures.of(images).stream().limit(SHOWN - shown.size()).forEach(shown::add);
                    summary.add(images);
                    progress.at(from + images.shape()[0], "");
                    return images;
                }
            });
            double rate = progress.rate(latents.count());
            Png.write(
                    session.output().file("grid.png"),
                    ImageGrid.of(shown).scale(scale(image)).draw());
            latents.write(session.output().file("latents.npy"), generator.manager());
            Map<String, Object> metrics = summary.metrics();
            metrics.put("images", latents.count());
            metrics.put("imagesPerSecond", rate);
            if (interpolate != null) {
                metrics.put("smoothness", walk(generator, session.output()));
            }
            session.finish(generator, metrics);
            return ExitCode.OK;
        }
    }

    /** Draws the walk, and tells how evenly images change along it: 1 for perfectly, the number of steps for one jump. */
    private double walk(Generator generator, OutputFolder output) {
        LatentInterpolation walk = LatentInterpolation.of(generator)
                .seed(common.seed())
                .samples(IntStream.range(0, interpolate).toArray());
        Png.write(output.file("interpolation.png"), walk.strip());
        walk.animation().write(output.file("interpolation.gif"));
        Smoothness smoothness = walk.smoothness();
        spec.commandLine().getOut().println("walk: " + smoothness);
        return smoothness.ratio();
    }

    /** Small images are enlarged, so that a person can see them. */
    private static int scale(Shape image) {
        return (int) Math.max(1, 64 / Math.max(image.get(1), image.get(2)));
    }

    private static void requireFinite(HostArray images, long from) {
        float[] values = images.toFloats();
        int each = values.length / (int) images.shape()[0];
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new InterpException("image " + (from + i / each) + " holds " + values[i]
                        + ": the generator does not work on its latent");
            }
        }
    }
}
