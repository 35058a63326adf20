package io.interp.dissect;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How the level is chosen that a unit must exceed to be on.
 *
 * @param kind how it is chosen
 * @param share for a fixed quantile, the share of positions that are above it; empty otherwise
 */
public record ThresholdPolicy(Kind kind, OptionalDouble share) {

    /** Ways to choose. */
    public enum Kind {
        /** One for each unit and class, with the largest information quality ratio. */
        PER_PAIR,
        /** One for each unit: that of the class with the largest information quality ratio. */
        PER_UNIT,
        /** One for each unit, which a fixed share of all positions exceeds. */
        QUANTILE,
        /** One for each unit, given by the caller. */
        GIVEN
    }

    /** The paper's: one for each unit and class (Bau et al. 2019, section 3.1). */
    public static final ThresholdPolicy PER_PAIR = new ThresholdPolicy(Kind.PER_PAIR, OptionalDouble.empty());

    /**
     * The released code's: each unit's best class decides for all classes. Levels at or below 0 and classes below a
     * thousandth of all positions do not compete.
     */
    public static final ThresholdPolicy PER_UNIT = new ThresholdPolicy(Kind.PER_UNIT, OptionalDouble.empty());

    /** Thresholds that the caller gives to the strategy. */
    public static final ThresholdPolicy GIVEN = new ThresholdPolicy(Kind.GIVEN, OptionalDouble.empty());

    /**
     * Validates the policy.
     *
     * @throws IllegalArgumentException if a fixed quantile has no share in (0, 1), or another kind has one
     */
    public ThresholdPolicy {
        Objects.requireNonNull(kind, "kind");
        boolean fixed = kind == Kind.QUANTILE;
        if (fixed != share.isPresent() || (fixed && !(share.getAsDouble() > 0 && share.getAsDouble() < 1))) {
            throw new IllegalArgumentException(
                    "a fixed quantile needs a share above 0 and below 1, and nothing else has one; got " + kind
                            + " and " + share);
        }
    }

    /**
     * {@return one level a unit that a fixed share of its positions exceeds, as in Network Dissection}
     *
     * @param share the share, such as 0.01 for the 99th percentile
     */
    public static ThresholdPolicy quantile(double share) {
        return new ThresholdPolicy(Kind.QUANTILE, OptionalDouble.of(share));
    }

    /**
     * Reads a policy.
     *
     * @param text {@code pair}, {@code unit}, {@code given} or the share of a fixed quantile
     * @return the policy
     * @throws IllegalArgumentException if it is something else
     */
    public static ThresholdPolicy parse(String text) {
        return switch (text) {
            case "pair" -> PER_PAIR;
            case "unit" -> PER_UNIT;
            case "given" -> GIVEN;
            default -> parseShare(text);
        };
    }

    private static ThresholdPolicy parseShare(String text) {
        try {
            return quantile(Double.parseDouble(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "thresholds must be pair, unit or the share of positions above them, such as 0.01, got '" + text
                            + "'",
                    e);
        }
    }

    /** {@return the text that {@link #parse} reads} */
    @Override
    public String toString() {
        return switch (kind) {
            case PER_PAIR -> "pair";
            case PER_UNIT -> "unit";
            case GIVEN -> "given";
            case QUANTILE -> Double.toString(share.getAsDouble());
        };
    }

    /** Whether joint counts over a grid of levels are needed to choose. */
    boolean needsCounts() {
        return kind == Kind.PER_PAIR || kind == Kind.PER_UNIT;
    }
}
