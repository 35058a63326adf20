package io.interp.core.internal.torch.archive;

import java.util.List;

/** Rewrites the devices that tracing wrote into a text: {@code torch.device("cpu")}. */
final class DeviceText {

    private DeviceText() {}

    static void write(String entry, String text, String device, TextEdits edits) {
        if (!text.contains("device")) {
            return;
        }
        for (Line line : Lexer.lines(text, entry)) {
            List<Token> tokens = line.tokens();
            for (int i = 0; i + 4 < tokens.size(); i++) {
                boolean literal = tokens.get(i).is("torch")
                        && tokens.get(i + 1).is(".")
                        && tokens.get(i + 2).is("device")
                        && tokens.get(i + 3).is("(")
                        && tokens.get(i + 4).kind() == Token.Kind.STRING;
                if (literal) {
                    Token written = tokens.get(i + 4);
                    edits.replace(entry, written.start(), written.end(), Literal.quote(device));
                }
            }
        }
    }
}
