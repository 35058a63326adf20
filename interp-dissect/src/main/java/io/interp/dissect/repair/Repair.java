package io.interp.dissect.repair;

import io.interp.core.Edit;
import io.interp.core.io.Json;
import io.interp.dissect.UnitRanking;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Units to switch off, and what that does: an edit for every image of a generator, with its measurements.
 *
 * @param ranking what the units were chosen by
 * @param units the units, the worst first
 * @param offValues what each unit of the layer is set to when it is off
 * @param frechet the distance to good images; empty if no reference was given
 * @param artifact how common the artifact is; empty if no mask was given
 * @param damage what happens to images that needed no repair
 * @param changed how many images change visibly, of all that were measured
 * @param worst indices of images in the sample, those the repair helps most first: with a mask those with most pixels
 *     mended, else those it changes most
 * @param sound indices of images that need no repair, those it changes most first
 * @param options how it was measured
 */
public record Repair(
        UnitRanking ranking,
        List<Integer> units,
        List<Double> offValues,
        Optional<FrechetChange> frechet,
        Optional<ArtifactChange> artifact,
        Damage damage,
        int changed,
        List<Integer> worst,
        List<Integer> sound,
        RepairOptions options) {

    /** Copies the lists. */
    public Repair {
        units = List.copyOf(units);
        offValues = List.copyOf(offValues);
        worst = List.copyOf(worst);
        sound = List.copyOf(sound);
    }

    /** {@return the edit that switches the units off, everywhere in every image} */
    public Edit edit() {
        return edit(ranking.layer(), units, offValues);
    }

    static Edit edit(String layer, List<Integer> units, List<Double> offValues) {
        float[] alpha = new float[offValues.size()];
        float[] value = new float[alpha.length];
        for (int unit : units) {
            alpha[unit] = 1;
            value[unit] = offValues.get(unit).floatValue();
        }
        return Edit.of(layer, alpha, value);
    }

    /**
     * Writes the measurements as JSON; the edit itself is written by {@link Edit#save}.
     *
     * @param file the file; written under a temporary name and moved
     */
    public void save(Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", "interp-repair");
        json.put("version", 1);
        json.put("repair", this);
        Json.write(file, json);
    }

    /** {@return the units and what switching them off does} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d units of layer '%s' off (%s): %s%n%d of %d images change visibly; of %d that need no repair %d do"
                        + " (random units %.1f)",
                units.size(),
                ranking.layer(),
                ranking.metric(),
                units,
                changed,
                options.sample().images(),
                damage.images(),
                damage.visible(),
                damage.randomVisible()));
        artifact.ifPresent(a -> text.append(String.format(
                Locale.ROOT,
                "%naffected images %.2f %% before, %.2f %% after, %.2f %% with random units; broken pixels removed %s,"
                        + " random %s",
                100 * a.affectedBefore(),
                100 * a.affectedAfter(),
                100 * a.affectedRandom(),
                a.removed(),
                a.removedRandom())));
        frechet.ifPresent(f -> text.append(String.format(
                Locale.ROOT,
                "%nFrechet distance to %s: %.4g before, %.4g after, %.4g random; change %s, random %s",
                f.reference(),
                f.before(),
                f.after(),
                f.random(),
                f.change(),
                f.randomChange())));
        return text.toString();
    }
}
