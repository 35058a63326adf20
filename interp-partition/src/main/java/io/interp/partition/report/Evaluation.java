package io.interp.partition.report;

import io.interp.partition.concept.ConceptShares;
import io.interp.partition.energy.GroupCosine;
import io.interp.partition.metric.IdentityScores;
import io.interp.partition.metric.Locality;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@link Evaluator} measured. Distances and ratios are lower for better, cosines within groups higher, between
 * groups lower.
 *
 * @param groupsAlive the number of groups that own at least one filter after training
 * @param cosineBefore likeness of maps within and between groups, untouched generator
 * @param cosineAfter the same after training
 * @param frechetBefore the Frechet distance of the untouched generator's images to real ones
 * @param frechetAfter the same after training
 * @param frechetRevised the same after training, from latents moved by Langevin dynamics (table 5 of the paper, with the
 *     dagger); empty if the generator has no energy model
 * @param stabilityBefore the mean adjusted Rand index between the grouping of the untouched generator and groupings from
 *     other seeds: 1 if they are equal, 0 for chance
 * @param stabilityAfter the same after training
 * @param shares how the filters are shared among concepts after training
 * @param locality for each part the rows {@code ours}, {@code untouched}, {@code collaging} and {@code collagingUnion};
 *     empty without a segmenter
 * @param identity whole-face swaps by the rows {@code ours}, {@code untouched}, {@code collaging}; empty without an embedder
 * @param identityDistance the distance below which two images count as the same person
 */
public record Evaluation(
        int groupsAlive,
        GroupCosine cosineBefore,
        GroupCosine cosineAfter,
        double frechetBefore,
        double frechetAfter,
        OptionalDouble frechetRevised,
        double stabilityBefore,
        double stabilityAfter,
        Optional<ConceptShares> shares,
        Map<String, Map<String, Locality>> locality,
        Map<String, IdentityScores> identity,
        double identityDistance) {

    /** {@return the numbers under the stable names of result files} */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("groupsAlive", groupsAlive);
        json.put("sameGroupCosine", pair(cosineBefore.same(), cosineAfter.same()));
        json.put("otherGroupCosine", pair(cosineBefore.other(), cosineAfter.other()));
        json.put("frechet", pair(frechetBefore, frechetAfter));
        frechetRevised.ifPresent(value -> json.put("frechetRevised", value));
        json.put("groupStability", pair(stabilityBefore, stabilityAfter));
        Map<String, Object> parts = new LinkedHashMap<>();
        Map<String, Object> pooled = new LinkedHashMap<>();
        locality.forEach((part, rows) -> {
            Map<String, Object> means = new LinkedHashMap<>();
            Map<String, Object> pools = new LinkedHashMap<>();
            rows.forEach((row, value) -> {
                means.put(row, value.meanRatio());
                pools.put(row, value.pooledRatio());
            });
            parts.put(part, means);
            pooled.put(part, pools);
        });
        json.put("locality", parts);
        json.put("localityPooled", pooled);
        Map<String, Object> rates = new LinkedHashMap<>();
        Map<String, Object> nearer = new LinkedHashMap<>();
        identity.forEach((row, scores) -> {
            rates.put(row, scores.rate(identityDistance));
            nearer.put(row, scores.nearerToSource());
        });
        json.put("identity", rates);
        json.put("identityNearerToSource", nearer);
        identity.values().stream()
                .findFirst()
                .ifPresent(s -> json.put("identityWithoutSwap", s.rateWithoutSwap(identityDistance)));
        return json;
    }

    private static Map<String, Object> pair(double before, double after) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put("before", before);
        pair.put("after", after);
        return pair;
    }
}
