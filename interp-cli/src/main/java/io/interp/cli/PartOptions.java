package io.interp.cli;

import ai.djl.ndarray.NDManager;
import io.interp.core.measure.Segmenter;
import io.interp.core.stat.Embedder;
import io.interp.core.torchscript.TorchScriptEmbedder;
import io.interp.partition.concept.PartLabels;
import io.interp.partition.report.Evaluator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** What finds parts and tells people apart. */
final class PartOptions {

    /** How the labels of well-known segmenters are merged; a label that is none of these keeps its own name. */
    private static final Map<String, List<String>> MERGED = Map.of(
            "eyes", List.of("l_eye", "r_eye"),
            "brows", List.of("l_brow", "r_brow"),
            "mouth", List.of("mouth", "u_lip", "l_lip"));

    private static final List<String> NAMED = List.of("eyes", "brows", "nose", "mouth", "hair");

    private static final Set<String> NO_FACE = Set.of("background", "hair", "hat", "neck", "neck_l", "cloth", "ear_r");

    @Option(
            names = "--masks",
            paramLabel = "SEG",
            description = "Finds parts: a TorchScript segmenter with a JSON file beside it, or 'drawn'.")
    private String masks;

    @Option(
            names = "--embedder",
            paramLabel = "NET",
            description = "Tells people apart: a TorchScript network with a JSON file beside it.")
    private Path embedder;

    Optional<Evaluator.Masks> masks(NDManager manager) {
        return Optional.ofNullable(masks).map(name -> masks(SegmenterOption.named(name, manager)));
    }

    /** Merges the labels of a segmenter: parts to be named, and the face as a whole beside the rest. */
    static Evaluator.Masks masks(Segmenter segmenter) {
        List<String> labels = segmenter.labels();
        Map<String, List<String>> named = new LinkedHashMap<>();
        for (String part : NAMED) {
            List<String> members = MERGED.getOrDefault(part, List.of(part)).stream()
                    .filter(labels::contains)
                    .toList();
            if (!members.isEmpty()) {
                named.put(part, members);
            } else if (labels.contains(part)) {
                named.put(part, List.of(part));
            }
        }
        if (named.isEmpty()) {
            labels.stream().filter(l -> !l.equals("background")).forEach(l -> named.put(l, List.of(l)));
        }
        List<String> face = new ArrayList<>(
                labels.stream().filter(l -> !NO_FACE.contains(l)).toList());
        List<String> rest = labels.stream().filter(NO_FACE::contains).toList();
        Optional<PartLabels> whole = labels.contains("skin") && !rest.isEmpty()
                ? Optional.of(PartLabels.of(labels, Map.of("face", face, "rest", rest)))
                : Optional.empty();
        return new Evaluator.Masks(segmenter, PartLabels.of(labels, named), whole);
    }

    Optional<Embedder> embedder(NDManager manager) {
        return Optional.ofNullable(embedder).map(file -> TorchScriptEmbedder.load(file, manager));
    }
}
