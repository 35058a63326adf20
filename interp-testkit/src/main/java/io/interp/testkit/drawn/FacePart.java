package io.interp.testkit.drawn;

/** The classes of a face mask; the ordinal is the class index. */
public enum FacePart {
    /** Everything that is not the head or neck, clothing included. */
    BACKGROUND,
    /** Face, ears and neck. */
    SKIN,
    /** Hair of the head. */
    HAIR,
    /** Both eyebrows. */
    BROWS,
    /** Both eyes with their lashes, not the lids. */
    EYES,
    /** The nose from the bridge to the nostrils. */
    NOSE,
    /** Lips, and teeth and the inside of the mouth where it is open. */
    MOUTH
}
