package io.interp.testkit.drawn;

/** How the hair is worn. {@link Identity.Hair#length()} and {@link Identity.Hair#volume()} act on each in its own way. */
public enum HairStyle {
    /** No hair on top; a ring at the sides, as thick as the volume says and none at volume 0. */
    BALD(0),
    /** Short hair above a free forehead; length sets the sideburns. */
    SHORT(1),
    /** Straight hair over the forehead; length sets how far down it comes. */
    FRINGE(2),
    /** Parted hair that falls past the cheeks; length sets how far. */
    LONG(3),
    /** Hair combed back into a bun above the head; length sets the size of the bun. */
    BUN(4),
    /** Round curls around the head; length sets how far down they come. */
    CURLY(5);

    private final int index;

    HairStyle(int index) {
        this.index = index;
    }

    /** {@return the number that stands for the style in a vector of factors} */
    public int index() {
        return index;
    }
}
