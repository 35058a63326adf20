package io.interp.core.image;

/** A drawing: text that a page can hold as it stands, or that is a file of its own. */
public interface Svg {

    /** {@return a whole {@code <svg>} element; its lines and letters take the colour of the text around it} */
    String toSvg();
}
