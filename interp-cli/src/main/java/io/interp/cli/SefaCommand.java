package io.interp.cli;

import ai.djl.ndarray.NDManager;
import io.interp.Factorize;
import io.interp.Interpretable;
import io.interp.core.Generator;
import io.interp.core.data.PixelRange;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npy;
import io.interp.sefa.AlphaRange;
import io.interp.sefa.CodePath;
import io.interp.sefa.DirectionBundle;
import io.interp.sefa.Directions;
import io.interp.sefa.Normalisation;
import io.interp.sefa.measure.DirectionMeter;
import io.interp.sefa.measure.Measurement;
import io.interp.sefa.measure.Ranking;
import io.interp.sefa.measure.Samples;
import io.interp.sefa.measure.StepCalibration;
import io.interp.sefa.picture.TraversalPictures;
import io.interp.sefa.report.DirectionsReport;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Finds latent directions in closed form. */
@Command(
        name = "sefa",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Finds the directions of a generator's codes that its own weights amplify most, in closed form (SeFa).",
            "Writes directions.npy ([K, d]), eigenvalues.npy ([d]), the same for loading (directions.json,"
                    + " directions.safetensors), a strip and an animation for each direction, report.html and"
                    + " result.json."
        })
final class SefaCommand implements Callable<Integer> {

    private static final String CALIBRATED = "calibrated";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelFile model;

    @Option(
            names = "--pixel-range",
            paramLabel = "LO,HI",
            converter = PixelRangeText.class,
            description = "The generator's values for black and white, in place of MODEL.json.")
    private PixelRange pixels;

    @Option(
            names = "--layers",
            paramLabel = "L",
            defaultValue = "all",
            description = "Layers to factorise by number, such as all, 3, 0,2, 0-1, 6- (default: ${DEFAULT-VALUE}).")
    private String layers;

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "5",
            converter = PositiveInteger.class,
            description = "Number of directions (default: ${DEFAULT-VALUE}).")
    private Integer top;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "11",
            converter = PositiveInteger.class,
            description = "Steps along a direction, at least 2 (default: ${DEFAULT-VALUE}).")
    private Integer steps;

    @Option(
            names = "--range",
            paramLabel = "LO,HI|calibrated",
            defaultValue = "-3,3",
            description =
                    "How far, in units of the code; 'calibrated' goes as far along each as it takes to change images"
                            + " by the same amount (default: ${DEFAULT-VALUE}).")
    private String range;

    @Option(
            names = "--normalise",
            paramLabel = "rows|none|frobenius",
            defaultValue = "rows",
            description = "How rows of the weights are weighed (default: ${DEFAULT-VALUE}).")
    private String normalise;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "5",
            converter = PositiveInteger.class,
            description = "Images in each strip (default: ${DEFAULT-VALUE}).")
    private Integer samples;

    @Option(
            names = "--measured",
            paramLabel = "N",
            defaultValue = "32",
            converter = PositiveInteger.class,
            description = "Images that directions are measured on, at least 2 (default: ${DEFAULT-VALUE}).")
    private Integer measured;

    @Option(names = "--list", description = "Only print which weights can be factorised.")
    private boolean list;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Normalisation normalisation = WrongUsage.unless(spec, () -> Normalisation.parse(normalise));
        AlphaRange fixed = range.equals(CALIBRATED) ? AlphaRange.DEFAULT : WrongUsage.unless(spec, () -> range(range));
        DirectionMeter meter = WrongUsage.unless(spec, () -> DirectionMeter.of(Samples.of(common.seed(), measured)));
        if (steps < 2) {
            throw new ParameterException(spec.commandLine(), "a traversal needs at least 2 steps, got " + steps);
        }
        try (Session session = new Session(spec, common);
                Interpretable gan = Interpretable.wrap(model.load(session.manager(), pixels))) {
            Generator generator = gan.generator();
            Factorize factorize = gan.factorize().layers(layers).normalise(normalisation);
            if (list) {
                spec.commandLine().getOut().println(factorize.candidates());
                spec.commandLine().getOut().flush();
                return ExitCode.OK;
            }
            Directions all = factorize.all();
            CodePath path = CodePath.of(generator, all);
            Directions found = all.top(Math.min(top, all.size())).map(d -> d.ranged(fixed));
            if (range.equals(CALIBRATED)) {
                found = StepCalibration.of(Samples.of(common.seed(), measured)).calibrate(path, found);
            }
            Ranking ranking = meter.measure(path, found);
            write(session, path, all, ranking);
            spec.commandLine().getOut().println(ranking);
            session.finish(generator, metrics(ranking));
            return ExitCode.OK;
        }
    }

    private void write(Session session, CodePath path, Directions all, Ranking ranking) {
        Directions found = ranking.directions();
        OutputFolder output = session.output();
        DirectionBundle.writeFiles(output.scratch("."), found).forEach(output::file);
        Npy.write(output.file(DirectionBundle.EIGENVALUES), HostArray.of(all.eigenvalues(), all.size()));
        try (NDManager scope = session.manager().newSubManager()) {
            TraversalPictures pictures = TraversalPictures.of(
                            path, path.generator().latents().sample(scope, common.seed(), samples))
                    .steps(steps)
                    .scale((int) Math.max(1, 64 / path.generator().imageShape().get(1)));
            pictures.write(output.scratch("."), found).forEach(output::file);
            new DirectionsReport(path, ranking, pictures, common.seed()).write(output.file("report.html"));
        }
    }

    private static Map<String, Object> metrics(Ranking ranking) {
        Directions found = ranking.directions();
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("explained", found.shares());
        metrics.put("space", found.space().toString());
        metrics.put("layers", found.get(0).layers());
        metrics.put("speed", each(ranking.measurements(), Measurement::speed));
        metrics.put("randomSpeed", ranking.randomSpeed());
        metrics.put("area", each(ranking.measurements(), Measurement::area));
        metrics.put("consistency", each(ranking.measurements(), Measurement::consistency));
        metrics.put(
                "range",
                found.stream()
                        .map(d -> List.of(d.range().low(), d.range().high()))
                        .toList());
        return metrics;
    }

    private static double[] each(List<Measurement> measurements, ToDoubleFunction<Measurement> value) {
        return measurements.stream().mapToDouble(value).toArray();
    }

    private static AlphaRange range(String text) {
        double[] ends;
        try {
            ends = Arrays.stream(text.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--range is two numbers such as -3,3, or calibrated; got '" + text + "'", e);
        }
        if (ends.length != 2) {
            throw new IllegalArgumentException(
                    "--range is two numbers such as -3,3, or calibrated; got '" + text + "'");
        }
        return new AlphaRange(ends[0], ends[1]);
    }
}
