package io.interp.dissect.intervene;

import io.interp.core.Edit;
import io.interp.core.io.Json;
import io.interp.dissect.UnitRanking;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The units that cause a class: the optimised shares alpha, and what the best of them do at places that the optimisation did
 * not see.
 *
 * @param concept the class
 * @param alpha one share a unit, in [0, 1]
 * @param levels the levels units are inserted at
 * @param start the ranking alpha started from, which also decides between equal shares
 * @param epochs the losses on the way
 * @param effects what the best units do, whole, at the places held out; by rising number of units
 * @param presence the share of all pixels searched that are of the class
 * @param pairs how many pairs of places were optimised on
 * @param held how many were held out
 * @param options the settings
 */
public record CausalUnits(
        String concept,
        List<Double> alpha,
        UnitLevels levels,
        Optional<UnitRanking> start,
        List<Epoch> epochs,
        List<SetEffect> effects,
        double presence,
        int pairs,
        int held,
        CausalOptions options) {

    private static final int SHOWN = 10;

    /**
     * The losses of a round: what is minimised, penalty included.
     *
     * @param loss the mean over the pairs optimised on, each before the step it took part in
     * @param held on the pairs held out, after the round
     */
    public record Epoch(double loss, double held) {}

    /**
     * What a set of units does at the places held out, by the hard masks.
     *
     * @param units how many of the best units
     * @param ablated the share of a present cell that is of the class after they were switched off there
     * @param inserted the share of a candidate cell that is of the class after they were set to their levels there
     */
    public record SetEffect(int units, double ablated, double inserted) {

        /** {@return the average causal effect of the set, equation 4} */
        public double effect() {
            return inserted - ablated;
        }
    }

    /** Copies the lists. */
    public CausalUnits {
        alpha = List.copyOf(alpha);
        epochs = List.copyOf(epochs);
        effects = List.copyOf(effects);
    }

    /** {@return the layer} */
    public String layer() {
        return levels.layer();
    }

    /**
     * {@return the units by alpha. Equal shares, of which clamping to 0 and 1 makes many, are told apart by the ranking the
     * search started from, if any: it adds at most 1e-9 to a score}
     */
    public UnitRanking ranking() {
        return ranking(layer(), concept, alpha, start);
    }

    static UnitRanking ranking(String layer, String concept, List<Double> alpha, Optional<UnitRanking> ties) {
        if (ties.isEmpty()) {
            return new UnitRanking(layer, "alpha", concept, alpha);
        }
        List<Integer> order = ties.get().order();
        Double[] scores = alpha.toArray(Double[]::new);
        for (int rank = 0; rank < scores.length; rank++) {
            scores[order.get(rank)] += 1e-9 * (scores.length - rank) / scores.length;
        }
        return new UnitRanking(layer, "alpha", concept, List.of(scores));
    }

    /**
     * Counts the units that matter.
     *
     * @param share of the largest effect of any number of units, in (0, 1], such as 0.9
     * @return the smallest number of best units, of those measured, that has this share of it
     */
    public int unitsFor(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of the effect must be in (0, 1], got " + share);
        }
        double best = effects.stream()
                .mapToDouble(SetEffect::effect)
                .max()
                .orElseThrow(() -> new IllegalStateException("no effects were measured"));
        return effects.stream()
                .filter(e -> e.effect() >= share * best || e.effect() == best)
                .mapToInt(SetEffect::units)
                .min()
                .orElseThrow();
    }

    /** {@return the number of units whose share is above zero} */
    public long active() {
        return alpha.stream().filter(a -> a > 0).count();
    }

    /**
     * {@return an edit that switches the best units off, everywhere}
     *
     * @param count how many
     */
    public Edit ablation(int count) {
        float[] shares = new float[alpha.size()];
        ranking().top(count).forEach(unit -> shares[unit] = 1);
        return Edit.of(layer(), shares, new float[shares.length]);
    }

    /**
     * {@return an edit that switches the best units off, everywhere, each by its share}
     *
     * @param count how many
     */
    public Edit fractionalAblation(int count) {
        float[] shares = new float[alpha.size()];
        ranking().top(count).forEach(unit -> shares[unit] = alpha.get(unit).floatValue());
        return Edit.of(layer(), shares, new float[shares.length]);
    }

    /**
     * {@return an edit that sets the best units to their levels, everywhere; limit it with {@link Edit#masked}}
     *
     * @param count how many
     */
    public Edit insertion(int count) {
        return levels.insertion(ranking().top(count));
    }

    /**
     * Writes all of it as JSON.
     *
     * @param file the file; written under a temporary name and moved
     */
    public void save(Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", "interp-causal-units");
        json.put("version", 1);
        json.put("layer", layer());
        json.put("units", this);
        Json.write(file, json);
    }

    /** {@return the class, the best units with their shares, and what sets of them do} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "units of layer '%s' that cause '%s' (%d of %d above 0, %.2f %% of pixels, %d pairs)%n",
                layer(),
                concept,
                active(),
                alpha.size(),
                100 * presence,
                pairs));
        text.append("unit   alpha\n");
        ranking().order().stream()
                .limit(SHOWN)
                .forEach(unit -> text.append(String.format(Locale.ROOT, "%4d  %6.3f%n", unit, alpha.get(unit))));
        text.append("best  ablated  inserted  effect\n");
        effects.stream()
                .sorted(Comparator.comparingInt(SetEffect::units))
                .forEach(e -> text.append(String.format(
                        Locale.ROOT, "%4d  %7.3f  %8.3f  %6.3f%n", e.units(), e.ablated(), e.inserted(), e.effect())));
        return text.toString().stripTrailing();
    }
}
