package io.interp.testkit.drawn;

/** How the hair is worn. {@link Identity.Hair#length()} and {@link Identity.Hair#volume()} act on each in its own way. */
public enum HairStyle {
    /** No hair on top; a ring at the sides, as thick as the volume says and none at volume 0. */
    BALD,
    /** Short hair above a free forehead; length sets the sideburns. */
    SHORT,
    /** Straight hair over the forehead; length sets how far down it comes. */
    FRINGE,
    /** Parted hair that falls past the cheeks; length sets how far. */
    LONG,
    /** Hair combed back into a bun above the head; length sets the size of the bun. */
    BUN,
    /** Round curls around the head; length sets how far down they come. */
    CURLY
}
