package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.MaskClass;

/** The classes of a scene mask, in the order of their indices. Every pixel belongs to one; there is no background. */
public enum ScenePart implements MaskClass {
    /** The sky beside sun and clouds. */
    SKY(0),
    /** Bare earth: the foreground and the path. */
    GROUND(1),
    /** Meadow and the hills behind it. */
    GRASS(2),
    /** Crown and trunk. */
    TREE(3),
    /** The walls of a house. */
    BUILDING(4),
    /** The roof of a house, and its chimney. */
    ROOF(5),
    /** Windows with their frames, all on a building. */
    WINDOW(6),
    /** The door of a building. */
    DOOR(7),
    /** The disc of the sun, not its glow. */
    SUN(8),
    /** Clouds. */
    CLOUD(9),
    /** People from head to foot. */
    PERSON(10);

    private final byte index;

    ScenePart(int index) {
        this.index = (byte) index;
    }

    @Override
    public byte index() {
        return index;
    }
}
