package io.interp.sefa.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.sefa.CodeSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The weights that the latents of a BigGAN meet: its first linear step, and gain and bias of every conditional batch norm.
 *
 * <p>In ajbrock's layout the latents are split into equal chunks. The first goes to {@code linear}, chunk j to block j,
 * behind the class embedding: the last columns of the norms' weights take it. In the layout of huggingface and GANSpace
 * every norm takes all latents, followed by the embedding: the first columns take them.
 *
 * <p>Only names, shapes and the latents' size decide, so a generator whose class is fixed in its file is found as well.
 */
final class BigGanChunks {

    private static final Pattern AJBROCK_FIRST = Pattern.compile("(?:.*\\.)?linear\\.weight(?:_orig)?");
    private static final Pattern AJBROCK_NORM =
            Pattern.compile("(?:.*\\.)?blocks\\.(\\d+)\\.(?:.*\\.)?bn\\d*\\.(?:gain|bias)\\.weight(?:_orig)?");
    private static final Pattern HUGGINGFACE_FIRST = Pattern.compile("(?:.*\\.)?gen_z\\.weight(?:_orig)?");
    private static final Pattern HUGGINGFACE_NORM =
            Pattern.compile("(?:.*\\.)?layers\\.(\\d+)\\.bn_\\d+\\.(?:scale|offset)\\.weight(?:_orig)?");

    private final int latents;
    private final Map<String, NDArray> parameters;

    private BigGanChunks(Generator generator) {
        latents = generator.latents().dimension();
        parameters = generator.parameters();
    }

    /** The candidates, or none if the generator is no BigGAN whose latents reach its norms. */
    static List<WeightCandidate> find(Generator generator) {
        BigGanChunks chunks = new BigGanChunks(generator);
        List<WeightCandidate> split = chunks.ajbrock();
        return split.isEmpty() ? chunks.huggingface() : split;
    }

    private List<WeightCandidate> ajbrock() {
        List<Entry<String, NDArray>> first = named(AJBROCK_FIRST);
        List<Entry<String, NDArray>> norms = named(AJBROCK_NORM);
        if (first.size() != 1 || norms.isEmpty()) {
            return List.of();
        }
        int chunk = inputs(first.get(0));
        int blocks = norms.stream().mapToInt(n -> block(AJBROCK_NORM, n)).max().orElseThrow() + 1;
        boolean split = (long) chunk * (blocks + 1) == latents && norms.stream().allMatch(n -> inputs(n) >= chunk);
        if (!split) {
            return List.of();
        }
        List<WeightCandidate> found = new ArrayList<>();
        found.add(candidate(
                first.get(0), WeightCandidate.Role.FIRST_STEP, 0, 0, chunk, 0, "BigGAN (ajbrock): first chunk of z"));
        for (Entry<String, NDArray> norm : norms) {
            int slot = block(AJBROCK_NORM, norm) + 1;
            found.add(candidate(
                    norm,
                    WeightCandidate.Role.CONDITIONAL_NORM,
                    slot,
                    inputs(norm) - chunk,
                    chunk,
                    slot * chunk,
                    "BigGAN (ajbrock): chunk " + slot + " of z, last columns"));
        }
        return found;
    }

    private List<WeightCandidate> huggingface() {
        List<Entry<String, NDArray>> first = named(HUGGINGFACE_FIRST);
        List<Entry<String, NDArray>> norms = named(HUGGINGFACE_NORM);
        if (first.size() != 1 || norms.isEmpty() || inputs(first.get(0)) < latents) {
            return List.of();
        }
        List<WeightCandidate> found = new ArrayList<>();
        String why = "BigGAN (huggingface): z is the first columns";
        found.add(candidate(first.get(0), WeightCandidate.Role.FIRST_STEP, 0, 0, latents, 0, why));
        for (Entry<String, NDArray> norm : norms) {
            if (inputs(norm) >= latents) {
                int layer = block(HUGGINGFACE_NORM, norm) + 1;
                found.add(candidate(norm, WeightCandidate.Role.CONDITIONAL_NORM, layer, 0, latents, 0, why));
            }
        }
        return found;
    }

    private WeightCandidate candidate(
            Entry<String, NDArray> weight,
            WeightCandidate.Role role,
            int layer,
            int from,
            int columns,
            int offset,
            String why) {
        Shape shape = weight.getValue().getShape();
        CodeSpace space = CodeSpace.z(latents);
        return new WeightCandidate(
                weight.getKey(), shape, WeightKind.LINEAR, role, layer, space, from, columns, offset, why);
    }

    private List<Entry<String, NDArray>> named(Pattern pattern) {
        return parameters.entrySet().stream()
                .filter(p -> pattern.matcher(p.getKey()).matches())
                .filter(p -> WeightKind.LINEAR.fits(p.getValue().getShape()))
                .toList();
    }

    private static int inputs(Entry<String, NDArray> weight) {
        return WeightKind.LINEAR.inputs(weight.getValue().getShape());
    }

    private static int block(Pattern pattern, Entry<String, NDArray> weight) {
        Matcher match = pattern.matcher(weight.getKey());
        if (!match.matches()) {
            throw new IllegalStateException(weight.getKey() + " was found by this pattern before");
        }
        return Integer.parseInt(match.group(1));
    }
}
