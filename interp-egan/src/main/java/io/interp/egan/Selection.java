package io.interp.egan;

/** Which individuals become the next parents. */
public enum Selection {
    /** The fittest children; parents always die, as in the paper. */
    COMMA,
    /** The fittest of children and parents, which are judged again beside them. */
    PLUS,
    /**
     * Children drawn at random, which asks what fitness is worth. Only those drawn are bred, none is judged, and a step
     * costs as much as one of ordinary training.
     */
    RANDOM
}
