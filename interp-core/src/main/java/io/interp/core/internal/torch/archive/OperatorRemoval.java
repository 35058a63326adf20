package io.interp.core.internal.torch.archive;

import java.util.Collections;
import java.util.List;

/**
 * Takes out the calls of an operator that the engine does not have: a branch that reaches one raises an error that names
 * it, and the archive loads.
 */
final class OperatorRemoval {

    private OperatorRemoval() {}

    /**
     * Takes the calls of an operator out of one text.
     *
     * @param entry the entry that holds the text
     * @param text the text
     * @param operator the operator's full name, {@code aten::_upsample_lanczos2d_aa}
     * @param edits takes the changes
     * @return how many calls there were
     */
    static int write(String entry, String text, String operator, TextEdits edits) {
        String name = operator.substring(operator.indexOf("::") + 2);
        String space = operator.substring(0, operator.indexOf("::"));
        if (!text.contains(name)) {
            return 0;
        }
        List<List<String>> callees = List.of(List.of("torch", ".", name), List.of("ops", ".", space, ".", name));
        int count = 0;
        for (Line line : Lexer.lines(text, entry)) {
            int before = count;
            for (int i = 0; i < line.tokens().size(); i++) {
                for (List<String> callee : callees) {
                    if (startsCall(line.tokens(), i, callee)) {
                        int close = close(line.tokens(), i + callee.size());
                        String value = "uninitialized(" + type(line.tokens(), i, close) + ")";
                        edits.replace(
                                entry,
                                line.tokens().get(i).start(),
                                line.tokens().get(close).end(),
                                value);
                        count++;
                        i = close;
                        break;
                    }
                }
            }
            if (count > before) {
                edits.replace(entry, line.start(), line.start(), raise(line.indent(), operator));
            }
        }
        return count;
    }

    private static String raise(int indent, String operator) {
        String message = "operator " + operator + " is not in this PyTorch; the model was exported by a newer one";
        return " ".repeat(indent) + "ops.prim.RaiseException(" + Literal.quote(message)
                + ", \"builtins.NotImplementedError\")\n";
    }

    private static boolean startsCall(List<Token> tokens, int at, List<String> callee) {
        if (at + callee.size() >= tokens.size() || (at > 0 && tokens.get(at - 1).is("."))) {
            return false;
        }
        for (int i = 0; i < callee.size(); i++) {
            if (!tokens.get(at + i).is(callee.get(i))) {
                return false;
            }
        }
        return tokens.get(at + callee.size()).is("(");
    }

    private static int close(List<Token> tokens, int open) {
        int depth = 0;
        int at = open;
        do {
            Token token = tokens.get(at++);
            if (token.is("(") || token.is("[") || token.is("{")) {
                depth++;
            } else if (token.is(")") || token.is("]") || token.is("}")) {
                depth--;
            }
        } while (depth > 0);
        return at - 1;
    }

    /** An operator's type is not in the text: a tuple where it is unpacked, else one tensor, as nearly all return. */
    private static String type(List<Token> tokens, int from, int close) {
        boolean isWhole = from > 0 && tokens.get(from - 1).is("=") && close == tokens.size() - 1;
        long targets = tokens.subList(0, from).stream().filter(t -> t.is(",")).count();
        return isWhole && targets > 1
                ? "Tuple[" + String.join(", ", Collections.nCopies((int) targets, "Tensor")) + "]"
                : "Tensor";
    }
}
