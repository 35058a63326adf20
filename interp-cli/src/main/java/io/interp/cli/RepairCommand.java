package io.interp.cli;

import ai.djl.ndarray.types.Shape;
import io.interp.Interpretable;
import io.interp.core.Generator;
import io.interp.core.data.ImageSources;
import io.interp.core.image.HtmlReport;
import io.interp.core.image.Png;
import io.interp.core.stat.Embedder;
import io.interp.core.stat.RandomConvolutionEmbedder;
import io.interp.core.torchscript.TorchScriptEmbedder;
import io.interp.dissect.intervene.LatentSample;
import io.interp.dissect.repair.ArtifactMask;
import io.interp.dissect.repair.ArtifactScorer;
import io.interp.dissect.repair.FrechetChange;
import io.interp.dissect.repair.FrechetReference;
import io.interp.dissect.repair.FrechetScorer;
import io.interp.dissect.repair.ListedUnits;
import io.interp.dissect.repair.OffLevel;
import io.interp.dissect.repair.RarityScorer;
import io.interp.dissect.repair.Repair;
import io.interp.dissect.repair.RepairOptions;
import io.interp.dissect.repair.RepairPictures;
import io.interp.dissect.repair.RepairStrategy;
import io.interp.dissect.repair.UnitScorer;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Switches units off that make artifacts. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Finds the units of a layer that make artifacts and switches them off, for all images (GAN Dissection).",
            "Writes edit.json (the edit that switches them off), repair.json, before and after pictures, report.html and"
                    + " result.json."
        })
final class RepairCommand implements Callable<Integer> {

    private static final long EMBEDDER = 7;
    private static final int SHOWN = 8;
    private static final double REACH = 0.5;
    private static final double SOUND = 0.001;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Option(names = "--layer", paramLabel = "L", required = true, description = "The layer; see 'layers'.")
    private String layer;

    @Option(
            names = "--by",
            paramLabel = "frechet|artifact|rarity",
            description =
                    "How units are chosen: by how far the images that maximise them are from good ones, by how much"
                            + " of an artifact goes with them, or by how seldom they are on (default: artifact where --colour is"
                            + " given, else frechet).")
    private Choice by;

    @Option(
            names = "--list",
            paramLabel = "U,V",
            split = ",",
            description = "The units to switch off, chosen by hand, in place of --by.")
    private List<Integer> list;

    @Option(
            names = "--units",
            paramLabel = "K",
            converter = PositiveInteger.class,
            description = "How many units to switch off (default: those that help, 20 at most).")
    private Integer units;

    @Option(
            names = "--reference",
            paramLabel = "DATA",
            description = "Good images to compare with: a folder, a zip or drawn images (default: the generator's own,"
                    + " without the artifact where --colour tells it).")
    private String reference;

    @Option(
            names = "--colour",
            paramLabel = "RRGGBB",
            description = "The artifact is a patch of this colour, such as 00d0ff.")
    private String colour;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            defaultValue = "0.25",
            description = "How far a colour may be from --colour, where each channel runs from 0 to 1 (default:"
                    + " ${DEFAULT-VALUE}).")
    private double tolerance;

    @Option(
            names = "--off",
            paramLabel = "zero|mean",
            defaultValue = "zero",
            description = "What a unit is set to: zero, or its mean where zero is not off, as behind a batch norm"
                    + " (default: ${DEFAULT-VALUE}).")
    private OffLevel off;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "1000",
            converter = PositiveInteger.class,
            description = "Images that the repair is measured on; units are searched on twice as many others (default:"
                    + " ${DEFAULT-VALUE}).")
    private Integer images;

    @Option(
            names = "--embedder",
            paramLabel = "NET",
            description = "Gives the features of Frechet distances: a TorchScript network with a JSON file beside it"
                    + " (default: random convolutions).")
    private Path embedder;

    @Mixin
    private CommonOptions common;

    /** How units are chosen. */
    enum Choice {
        FRECHET,
        ARTIFACT,
        RARITY
    }

    @Override
    public Integer call() {
        Optional<ArtifactMask> mask = Optional.ofNullable(colour)
                .map(text -> WrongUsage.unless(spec, () -> ArtifactMask.color(rgb(text), tolerance)));
        Choice choice = by != null ? by : mask.isPresent() ? Choice.ARTIFACT : Choice.FRECHET;
        if (choice == Choice.ARTIFACT && mask.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--by artifact needs --colour, which tells the artifact");
        }
        LatentSample measured = LatentSample.of(common.seed() + 5, images);
        RepairOptions standard = WrongUsage.unless(spec, () -> RepairOptions.of(images, off));
        RepairOptions options = new RepairOptions(
                measured,
                off,
                standard.affected(),
                standard.visible(),
                standard.randomSets(),
                standard.confidence(),
                standard.resamples());
        try (Session session = new Session(spec, common);
                Interpretable gan = Interpretable.wrap(model.load(session.manager()));
                Embedder features = embedder == null
                        ? new RandomConvolutionEmbedder(
                                session.manager(),
                                (int) gan.generator().imageShape().get(0),
                                EMBEDDER)
                        : TorchScriptEmbedder.load(embedder, session.manager())) {
            Generator generator = gan.generator();
            FrechetReference good = reference(generator, mask);
            RepairStrategy strategy = new RepairStrategy(scorer(choice, mask, features, good), layer)
                    .options(options)
                    .reference(features, good)
                    .progress(new ProgressReporter(spec.commandLine().getErr()));
            if (mask.isPresent()) {
                strategy = strategy.mask(mask.get());
            }
            if (list != null || units != null) {
                strategy = strategy.units(list != null ? list.size() : units);
            }
            Repair repair = gan.apply(strategy);
            write(session, generator, repair);
            spec.commandLine().getOut().println(repair);
            session.finish(generator, metrics(repair));
            return ExitCode.OK;
        }
    }

    private static int rgb(String text) {
        String digits = text.startsWith("#") ? text.substring(1) : text;
        if (!digits.matches("[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException("--colour is six hexadecimal digits such as 00d0ff, got '" + text + "'");
        }
        return Integer.parseInt(digits, 16);
    }

    private UnitScorer scorer(Choice choice, Optional<ArtifactMask> mask, Embedder features, FrechetReference good) {
        if (list != null) {
            return new ListedUnits(list);
        }
        LatentSample searched = LatentSample.of(common.seed() + 1, 2 * images);
        return switch (choice) {
            case FRECHET -> new FrechetScorer(features, good, Math.max(2, images / 10), 20, 32, common.seed() + 1);
            case ARTIFACT ->
                ArtifactScorer.of(mask.orElseThrow(), off).on(searched, 64).greedy(units == null ? 20 : units, 0.01);
            case RARITY -> new RarityScorer(searched, REACH);
        };
    }

    private FrechetReference reference(Generator generator, Optional<ArtifactMask> mask) {
        if (reference != null) {
            Shape shape = generator.imageShape();
            return FrechetReference.real(
                    ImageSources.open(reference, (int) shape.get(0), (int) shape.get(1), (int) shape.get(2)), images);
        }
        return mask.map(artifact -> FrechetReference.sound(artifact, SOUND, common.seed() + 6, images))
                .orElseGet(() -> FrechetReference.generated(common.seed() + 6, images));
    }

    private void write(Session session, Generator generator, Repair repair) {
        OutputFolder output = session.output();
        RepairPictures pictures = new RepairPictures(generator, repair);
        int scale = (int) Math.max(1, 96 / generator.imageShape().get(1));
        BufferedImage helped = pictures.helped(SHOWN).gap(2).scale(scale).draw();
        repair.edit().save(output.file("edit.json"));
        repair.save(output.file("repair.json"));
        Png.write(output.file("repaired.png"), helped);
        HtmlReport report = HtmlReport.titled("Repair of '" + generator.name() + "'")
                .lead("Switching " + repair.units().size() + " units of layer '" + layer + "' off, in every image.")
                .section("Where it helps most", section -> section.figure(helped, "Before, after and the difference."));
        if (!repair.sound().isEmpty()) {
            BufferedImage sound = pictures.untouched(SHOWN).gap(2).scale(scale).draw();
            Png.write(output.file("untouched.png"), sound);
            report = report.section(
                    "What it does to images that need no repair",
                    section -> section.figure(sound, "From the one it changes most to the one it changes least."));
        }
        report.section("The numbers", section -> section.code(repair.toString()))
                .write(output.file("report.html"));
    }

    private static Map<String, Object> metrics(Repair repair) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("layer", repair.ranking().layer());
        metrics.put("units", repair.units());
        metrics.put("chosenBy", repair.ranking().metric());
        repair.frechet().ifPresent(f -> metrics.put("frechet", frechet(f)));
        repair.artifact().ifPresent(a -> {
            Map<String, Object> affected = new LinkedHashMap<>();
            affected.put("before", a.affectedBefore());
            affected.put("after", a.affectedAfter());
            affected.put("random", a.affectedRandom());
            metrics.put("affected", affected);
            metrics.put("removed", a.removed().value());
        });
        metrics.put("changed", repair.changed());
        metrics.put("soundImages", repair.damage().images());
        metrics.put("soundChanged", repair.damage().visible());
        return metrics;
    }

    private static Map<String, Object> frechet(FrechetChange change) {
        Map<String, Object> frechet = new LinkedHashMap<>();
        frechet.put("before", change.before());
        frechet.put("after", change.after());
        frechet.put("random", change.random());
        return frechet;
    }
}
