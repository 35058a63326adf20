package io.interp.core.internal.torch.archive;

import io.interp.core.InterpException;
import java.util.ArrayList;
import java.util.List;

/** Cuts an archive's text into logical lines of words, as Python's own lexer would. */
final class Lexer {

    private static final List<String> LONG_OPERATORS =
            List.of("->", "==", "!=", "<=", ">=", "**", "//", "+=", "-=", "*=", "/=", "<<", ">>");

    private final String text;
    private final String name;
    private int at;

    private Lexer(String text, String name) {
        this.text = text;
        this.name = name;
    }

    /**
     * Reads a text.
     *
     * @param text the text
     * @param name the name errors give it
     * @return its logical lines, blank ones and comments left out
     * @throws InterpException if a string or bracket is never closed
     */
    static List<Line> lines(String text, String name) {
        Lexer lexer = new Lexer(text, name);
        List<Line> lines = new ArrayList<>();
        while (lexer.at < text.length()) {
            Line line = lexer.line();
            if (!line.tokens().isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private Line line() {
        int start = at;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        int indent = at - start;
        List<Token> tokens = new ArrayList<>();
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                at++;
                if (depth == 0) {
                    return new Line(indent, start, at, List.copyOf(tokens));
                }
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                at = endOfLine();
            } else {
                Token token = token(c);
                tokens.add(token);
                if (token.is("(") || token.is("[") || token.is("{")) {
                    depth++;
                } else if (token.is(")") || token.is("]") || token.is("}")) {
                    depth--;
                }
            }
        }
        if (depth > 0) {
            throw new InterpException(name + ": a bracket opened after character " + start + " is never closed");
        }
        return new Line(indent, start, at, List.copyOf(tokens));
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private Token token(char c) {
        int start = at;
        if (c == '"' || c == '\'') {
            at = endOfString(c);
            return token(Token.Kind.STRING, start);
        }
        if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            at = endOfNumber();
            return token(Token.Kind.NUMBER, start);
        }
        if (isNamePart(c)) {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
            return token(Token.Kind.NAME, start);
        }
        boolean isLong = LONG_OPERATORS.stream().anyMatch(o -> text.startsWith(o, start));
        at += isLong ? 2 : 1;
        return token(Token.Kind.OPERATOR, start);
    }

    private Token token(Token.Kind kind, int start) {
        return new Token(kind, text.substring(start, at), start, at);
    }

    private int endOfString(char quote) {
        String fence = String.valueOf(quote).repeat(3);
        String close = text.startsWith(fence, at) ? fence : String.valueOf(quote);
        int i = at + close.length();
        while (i < text.length() && !text.startsWith(close, i)) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        if (i >= text.length()) {
            throw new InterpException(name + ": the string that starts at character " + at + " is never closed");
        }
        return i + close.length();
    }

    private int endOfNumber() {
        int i = at;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean exponentSign = (c == '+' || c == '-') && (text.charAt(i - 1) == 'e' || text.charAt(i - 1) == 'E');
            if ((i > at && exponentSign) || c == '.' || isNamePart(c)) {
                i++;
            } else {
                break;
            }
        }
        return i;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNamePart(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
