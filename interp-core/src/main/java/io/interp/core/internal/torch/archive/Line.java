package io.interp.core.internal.torch.archive;

import java.util.List;

/**
 * A logical line of an archive's text: physical lines are joined while a bracket is open.
 *
 * @param indent the number of blanks before the first word
 * @param start the offset of the first character, blanks included
 * @param end the offset after the line's end
 * @param tokens the words, at least one
 */
record Line(int indent, int start, int end, List<Token> tokens) {

    Token first() {
        return tokens.get(0);
    }
}
