package io.interp.core.internal.torch.archive;

/**
 * One word of an archive's text, and where it stands.
 *
 * @param kind what sort of word
 * @param text the word as written; strings keep their quotes and escapes
 * @param start the offset of its first character
 * @param end the offset after its last character
 */
record Token(Kind kind, String text, int start, int end) {

    /** Sorts of words. */
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        OPERATOR
    }

    boolean is(String expected) {
        return kind != Kind.STRING && text.equals(expected);
    }
}
