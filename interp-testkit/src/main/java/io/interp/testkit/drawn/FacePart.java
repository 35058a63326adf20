package io.interp.testkit.drawn;

import io.interp.testkit.paint.MaskClass;
import java.util.Set;

/** The classes of a face mask, in the order of their indices. */
public enum FacePart implements MaskClass {
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

    /** What stands behind the parts of a face, so that they don't cover it. */
    static final Set<FacePart> BEHIND = Set.of(BACKGROUND, HAIR);

    private final byte index;

    FacePart(int index) {
        this.index = (byte) index;
    }

    @Override
    public byte index() {
        return index;
    }
}
