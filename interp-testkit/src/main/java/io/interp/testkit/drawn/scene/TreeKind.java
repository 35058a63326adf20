package io.interp.testkit.drawn.scene;

/** The shape of a tree. */
public enum TreeKind {
    /** A round crown of three lobes on a trunk. */
    ROUND(0),
    /** Three pointed tiers, darker and bluer than the others. */
    CONIFER(1),
    /** A high narrow crown. */
    POPLAR(2),
    /** A low wide crown without a visible trunk. */
    BUSH(3);

    private final int index;

    TreeKind(int index) {
        this.index = index;
    }

    /** {@return the number that stands for the kind in a vector of factors} */
    public int index() {
        return index;
    }
}
