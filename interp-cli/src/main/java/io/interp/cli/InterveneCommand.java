package io.interp.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.Interpretable;
import io.interp.core.Edit;
import io.interp.core.Generator;
import io.interp.core.image.DifferenceImage;
import io.interp.core.image.HtmlReport;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.Pictures;
import io.interp.core.image.Png;
import io.interp.core.image.ReportTable;
import io.interp.core.io.Json;
import io.interp.core.measure.Segmenter;
import io.interp.core.measure.SoftSegmenter;
import io.interp.dissect.Dissection;
import io.interp.dissect.DissectionOptions;
import io.interp.dissect.UnitMetric;
import io.interp.dissect.UnitRanking;
import io.interp.dissect.intervene.AblationCurves;
import io.interp.dissect.intervene.AblationMeter;
import io.interp.dissect.intervene.CausalOptions;
import io.interp.dissect.intervene.CausalStrategy;
import io.interp.dissect.intervene.CausalUnits;
import io.interp.dissect.intervene.ContextInsertion;
import io.interp.dissect.intervene.EffectOptions;
import io.interp.dissect.intervene.LatentSample;
import io.interp.dissect.intervene.TargetClass;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Finds and switches the units that cause a class. */
@Command(
        name = "intervene",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Finds the units of a layer that cause a class, switches them off, and inserts them (GAN Dissection).",
            "Writes ranking.json, curves.json, contexts.json, ablation.json (an edit that switches them off), before and"
                    + " after pictures, report.html and result.json."
        })
final class InterveneCommand implements Callable<Integer> {

    private static final String AUTO = "auto";
    private static final double SHARE_OF_EFFECT = 0.9;
    private static final int SHOWN = 8;
    private static final int RANDOM_ORDERS = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private SegmenterOption segmenter;

    @Option(names = "--layer", paramLabel = "L", required = true, description = "The layer; see 'layers'.")
    private String layer;

    @Option(names = "--class", paramLabel = "NAME", required = true, description = "The class to remove and insert.")
    private String concept;

    @Option(
            names = "--units",
            paramLabel = "K|auto",
            defaultValue = AUTO,
            description =
                    "How many units to switch; 'auto' takes the fewest that have nine tenths of the largest effect"
                            + " (default: ${DEFAULT-VALUE}).")
    private String units;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "1000",
            converter = PositiveInteger.class,
            description = "Images searched for the class, and measured (default: ${DEFAULT-VALUE}).")
    private Integer samples;

    @Option(
            names = "--preset",
            paramLabel = "released|paper",
            defaultValue = "released",
            description = "The objective of the search: the released code's, or the paper's literal constants (default:"
                    + " ${DEFAULT-VALUE}).")
    private Preset preset;

    @Mixin
    private CommonOptions common;

    /** The two objectives. */
    enum Preset {
        RELEASED,
        PAPER
    }

    @Override
    public Integer call() {
        int fixed = units.equals(AUTO) ? 0 : WrongUsage.unless(spec, () -> count(units));
        CausalOptions options = WrongUsage.unless(
                spec, () -> preset == Preset.PAPER ? CausalOptions.paper(samples) : CausalOptions.released(samples));
        try (Session session = new Session(spec, common);
                Segmenter classes = segmenter.open(session.manager());
                Interpretable gan = Interpretable.wrap(model.load(session.manager()))) {
            if (!(classes instanceof SoftSegmenter soft)) {
                throw new IllegalArgumentException("segmenter '" + classes.name()
                        + "' gives classes without scores, and units can't be searched for without scores; use one that"
                        + " gives logits or probabilities");
            }
            Generator generator = gan.generator();
            TargetClass target = TargetClass.of(soft, concept);
            int all = generator.layers().named(layer).units();
            if (fixed > all) {
                throw new ParameterException(
                        spec.commandLine(), "layer '" + layer + "' has " + all + " units, --units asks for " + fixed);
            }
            ProgressReporter progress = new ProgressReporter(spec.commandLine().getErr());
            Dissection agreement = gan.dissect(soft)
                    .options(DissectionOptions.of(layer)
                            .samples(samples)
                            .seeds(common.seed() + 2, common.seed() + 1)
                            .bootstrap(0))
                    .progress(progress)
                    .run();
            UnitRanking iou = agreement.layer(layer).ranking(concept, UnitMetric.IOU);
            CausalUnits found = gan.apply(new CausalStrategy(soft, concept, layer)
                    .options(options)
                    .start(iou)
                    .progress(progress));
            int chosen = fixed > 0 ? fixed : found.unitsFor(SHARE_OF_EFFECT);
            EffectOptions effect = EffectOptions.of(samples).on(LatentSample.of(common.seed() + 3, samples));
            AblationCurves curves = new AblationMeter(generator, target, effect)
                    .randomSets(RANDOM_ORDERS)
                    .progress(progress)
                    .measure(AblationCurves.Protocol.WHOLE_IMAGE, List.of(found.ranking(), iou), counts(chosen, all));
            ContextInsertion contexts = ContextInsertion.measure(
                    generator, target, found.levels(), found.ranking().top(chosen), effect);
            write(session, generator, found, iou, chosen, curves, contexts);
            spec.commandLine().getOut().println(found);
            spec.commandLine().getOut().println(curves);
            session.finish(generator, metrics(found, iou, chosen, curves));
            return ExitCode.OK;
        }
    }

    private static int count(String text) {
        int count;
        try {
            count = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--units is a number or 'auto', got '" + text + "'", e);
        }
        if (count < 1) {
            throw new IllegalArgumentException("--units must be at least 1, got " + text);
        }
        return count;
    }

    /** Powers of two up to the first beyond the chosen number, and that: each point costs as much as all images do. */
    private static List<Integer> counts(int chosen, int all) {
        TreeSet<Integer> counts = new TreeSet<>(List.of(chosen));
        int count = 1;
        while (count <= chosen) {
            counts.add(count);
            count *= 2;
        }
        counts.add(Math.min(count, all));
        return List.copyOf(counts);
    }

    private Map<String, Object> metrics(CausalUnits found, UnitRanking iou, int chosen, AblationCurves curves) {
        Map<String, Object> removed = new LinkedHashMap<>();
        removed.put(
                "causal",
                curves.curve(found.ranking().metric()).at(chosen).removed().value());
        removed.put("iou", curves.curve(iou.metric()).at(chosen).removed().value());
        removed.put("random", curves.curve("random").at(chosen).removed().value());
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("layer", layer);
        metrics.put("units", found.ranking().top(chosen));
        metrics.put("removed", Map.of(concept, removed));
        metrics.put("presence", found.presence());
        metrics.put("activeUnits", found.active());
        return metrics;
    }

    private void write(
            Session session,
            Generator generator,
            CausalUnits found,
            UnitRanking iou,
            int chosen,
            AblationCurves curves,
            ContextInsertion contexts) {
        OutputFolder output = session.output();
        Edit ablation = found.ablation(chosen);
        BufferedImage picture = beforeAndAfter(generator, ablation);
        Map<String, Object> rankings = new LinkedHashMap<>();
        rankings.put("rankings", List.of(found.ranking(), iou));
        Json.write(output.file("ranking.json"), rankings);
        curves.save(output.file("curves.json"));
        contexts.save(output.file("contexts.json"));
        ablation.save(output.file("ablation.json"));
        Png.write(output.file("ablation.png"), picture);
        ReportTable table =
                ReportTable.of("what was there", "cells", "growth of the class in the cell", "in the image");
        for (ContextInsertion.Context context : contexts.contexts()) {
            table = table.row(
                    context.label(),
                    context.cells(),
                    context.inCell().value(),
                    context.inImage().value());
        }
        ReportTable where = table;
        HtmlReport.titled("Units of '" + layer + "' that cause '" + concept + "'")
                .lead("Switched off, they remove the class; set to the levels they have where it is, they draw it. "
                        + chosen + " of " + found.alpha().size() + " units: "
                        + found.ranking().top(chosen) + ".")
                .section(
                        "Switched off",
                        section -> section.figure(picture, "Before, after, and the difference, doubled.")
                                .figure(
                                        curves.chart(),
                                        "How much of the class goes with the best units by cause ('alpha'), by agreement"
                                                + " ('iou') and with random ones.")
                                .details("Numbers", inner -> inner.code(curves.toString())))
                .section(
                        "Inserted",
                        section -> section.text(
                                        "The same units, set to their levels in one cell at a time, by what was there"
                                                + " before: where the generator lets the class be drawn.")
                                .table(where))
                .section("The search", section -> section.code(found.toString()))
                .write(output.file("report.html"));
    }

    private BufferedImage beforeAndAfter(Generator generator, Edit ablation) {
        try (NDManager scope = generator.manager().newSubManager()) {
            NDArray z = generator.latents().sample(scope, common.seed(), SHOWN);
            List<BufferedImage> before = Pictures.of(generator.generate(z));
            List<BufferedImage> after =
                    Pictures.of(generator.run(z, ablation.toHook(scope)).images());
            List<BufferedImage> cells = new ArrayList<>(before);
            cells.addAll(after);
            for (int i = 0; i < SHOWN; i++) {
                cells.add(DifferenceImage.of(before.get(i), after.get(i), 2));
            }
            int scale = (int) Math.max(1, 96 / generator.imageShape().get(1));
            return ImageGrid.of(cells)
                    .columns(SHOWN)
                    .gap(2)
                    .scale(scale)
                    .rowLabels(List.of("before", "after", "change"))
                    .draw();
        }
    }
}
