package io.interp.testkit.drawn.scene;

/** The shape of a house. */
public enum HouseKind {
    /** No house at all. */
    NONE(0),
    /** Wide, with one floor: a door and two windows under a broad roof. */
    COTTAGE(1),
    /** Two floors of three windows, one of them a door. */
    HOUSE(2),
    /** Narrow and high: three windows above a door, under a pointed roof. */
    TOWER(3);

    private final int index;

    HouseKind(int index) {
        this.index = index;
    }

    /** {@return the number that stands for the kind in a vector of factors} */
    public int index() {
        return index;
    }
}
