package io.interp.testkit.drawn;

/** The classes of a face mask, in the order of their indices. */
public enum FacePart {
    /** Everything that is not the head or neck, clothing included. */
    BACKGROUND(0),
    /** Face, ears and neck. */
    SKIN(1),
    /** Hair of the head. */
    HAIR(2),
    /** Both eyebrows. */
    BROWS(3),
    /** Both eyes with their lashes, not the lids. */
    EYES(4),
    /** The nose from the bridge to the nostrils. */
    NOSE(5),
    /** Lips, and teeth and the inside of the mouth where it is open. */
    MOUTH(6);

    private final byte index;

    FacePart(int index) {
        this.index = (byte) index;
    }

    /** {@return the class index in a mask} */
    public byte index() {
        return index;
    }
}
