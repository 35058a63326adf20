package io.interp.testkit.paint;

/** A class of a mask. */
public interface MaskClass {
    /** {@return the number that stands for it in a mask, from 0} */
    byte index();
}
