package io.interp.partition.metric;

import ai.djl.ndarray.NDArray;
import io.interp.core.Generator;
import io.interp.partition.concept.LatentPairs;
import io.interp.partition.concept.RegionEdit;
import io.interp.partition.concept.SegmentMasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how local edits are, all on the same seeded pairs of latents.
 *
 * <p>An edit is measured on the generator it belongs to: the mask is found on that generator's own image before the edit.
 * So a retrained generator, the untouched one and a baseline differ in nothing but what they do.
 *
 * @param pairs the pairs of latents
 * @param masks finds the parts
 */
public record LocalityBenchmark(LatentPairs pairs, SegmentMasks masks) {

    /**
     * One row of a comparison.
     *
     * @param name the name of the row
     * @param generator the generator the edit belongs to; stays the caller's
     * @param edit the edit
     */
    public record Contender(String name, Generator generator, RegionEdit edit) {}

    /**
     * Measures one edit.
     *
     * @param part the part that the edit should change
     * @param generator the generator the edit belongs to
     * @param edit the edit
     * @return its locality
     * @throws IllegalArgumentException if there is no such part; the message lists near ones
     */
    public Locality measure(String part, Generator generator, RegionEdit edit) {
        LocalityMeter meter = new LocalityMeter();
        pairs.forEach(generator.manager(), generator.latents(), (source, target) -> {
            NDArray original = generator.generate(target);
            meter.add(original, edit.apply(source, target), masks.of(original, part));
        });
        return meter.result();
    }

    /**
     * Measures several edits.
     *
     * @param part the part that the edits should change
     * @param contenders the edits, each with the generator it belongs to
     * @return the localities by the contenders' names, in their order
     * @throws IllegalArgumentException if there is no such part, a name comes twice, or the generators' latent spaces
     *     differ, so that they can't have the same pairs
     */
    public Map<String, Locality> compare(String part, List<Contender> contenders) {
        for (Contender contender : contenders) {
            if (!contender
                    .generator()
                    .latents()
                    .equals(contenders.get(0).generator().latents())) {
                throw new IllegalArgumentException("contenders need one latent space to have the same pairs, '"
                        + contender.name() + "' has "
                        + contender.generator().latents() + ", '"
                        + contenders.get(0).name() + "' has "
                        + contenders.get(0).generator().latents());
            }
        }
        if (contenders.stream().map(Contender::name).distinct().count() < contenders.size()) {
            throw new IllegalArgumentException("contenders need different names, got "
                    + contenders.stream().map(Contender::name).toList());
        }
        Map<String, Locality> rows = new LinkedHashMap<>();
        contenders.forEach(c -> rows.put(c.name(), measure(part, c.generator(), c.edit())));
        return rows;
    }
}
