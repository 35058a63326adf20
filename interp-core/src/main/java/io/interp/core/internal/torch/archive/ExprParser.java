package io.interp.core.internal.torch.archive;

import io.interp.core.InterpException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads expressions from words. */
final class ExprParser {

    private static final Set<String> KEYWORDS = Set.of("if", "else", "and", "or", "not", "in", "is", "lambda", "for");
    private static final Set<String> ENDS = Set.of(",", ")", "]", "}", "=");

    private final List<Token> tokens;
    private final String name;
    private int at;

    /**
     * Starts reading.
     *
     * @param tokens the words
     * @param from the first word to read
     * @param name the name errors give the text
     */
    ExprParser(List<Token> tokens, int from, String name) {
        this.tokens = tokens;
        this.at = from;
        this.name = name;
    }

    /** Reads one expression from text that we wrote ourselves. */
    static Expr parse(String text) {
        ExprParser parser =
                new ExprParser(Lexer.lines(text, "expression").get(0).tokens(), 0, "expression");
        return parser.expression();
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    boolean sees(String word) {
        return !atEnd() && tokens.get(at).is(word);
    }

    boolean skip(String word) {
        boolean seen = sees(word);
        at += seen ? 1 : 0;
        return seen;
    }

    void expect(String word) {
        if (!skip(word)) {
            throw unreadable("'" + word + "' expected");
        }
    }

    String word() {
        if (atEnd()) {
            throw unreadable("a word expected");
        }
        return tokens.get(at++).text();
    }

    boolean seesAfterNext(String word) {
        return at + 1 < tokens.size() && tokens.get(at + 1).is(word);
    }

    InterpException unreadable(String why) {
        int offset = tokens.get(Math.min(at, tokens.size() - 1)).start();
        return new InterpException(
                name + ": text that TorchScript does not write, at character " + offset + ": " + why);
    }

    /** Reads up to a comma, a closing bracket, an assignment or the end. */
    Expr expression() {
        List<Expr> parts = new ArrayList<>();
        while (!atEnd() && ENDS.stream().noneMatch(this::sees)) {
            parts.add(part());
        }
        if (parts.isEmpty()) {
            throw unreadable("an expression expected");
        }
        return parts.size() == 1 ? parts.get(0) : new Expr.Chain(List.copyOf(parts));
    }

    private Expr part() {
        Token token = tokens.get(at);
        boolean opens = token.is("(") || token.is("[") || token.is("{");
        if (!opens && (token.kind() == Token.Kind.OPERATOR || isKeyword(token))) {
            at++;
            return new Expr.Atom(token.text());
        }
        Expr part = opens ? group() : new Expr.Atom(word());
        while (true) {
            if (skip(".")) {
                part = new Expr.Select(part, word());
            } else if (sees("(")) {
                part = new Expr.Call(part, arguments());
            } else if (sees("[")) {
                part = new Expr.Index(part, group());
            } else {
                return part;
            }
        }
    }

    private static boolean isKeyword(Token token) {
        return token.kind() == Token.Kind.NAME && KEYWORDS.contains(token.text());
    }

    private Expr.Group group() {
        String open = word();
        String close = open.equals("(") ? ")" : open.equals("[") ? "]" : "}";
        List<Expr> items = new ArrayList<>();
        boolean comma = false;
        while (!sees(close)) {
            items.add(expression());
            comma = skip(",");
            if (!comma && !sees(close)) {
                throw unreadable("'" + close + "' expected");
            }
        }
        expect(close);
        return new Expr.Group(open, List.copyOf(items), comma, close);
    }

    private List<Expr.Argument> arguments() {
        expect("(");
        List<Expr.Argument> arguments = new ArrayList<>();
        while (!skip(")")) {
            String keyword = "";
            if (seesAfterNext("=")) {
                keyword = word();
                expect("=");
            }
            arguments.add(new Expr.Argument(keyword, expression()));
            if (!skip(",") && !sees(")")) {
                throw unreadable("')' expected");
            }
        }
        return List.copyOf(arguments);
    }
}
