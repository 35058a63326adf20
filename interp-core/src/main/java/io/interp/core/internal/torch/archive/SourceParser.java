package io.interp.core.internal.torch.archive;

import io.interp.core.internal.torch.archive.Expr.Group;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one text of an archive: its classes, methods and free functions. */
final class SourceParser {

    /** What a text defines, by full name. */
    record Definitions(Map<String, ClassDef> classes, Map<String, FunctionDef> functions) {}

    private final String entry;
    private final String module;
    private final List<Line> lines;
    private final int length;
    private int at;

    private SourceParser(String entry, String module, String text) {
        this.entry = entry;
        this.module = module;
        this.lines = Lexer.lines(text, entry);
        this.length = text.length();
    }

    /**
     * Reads a text.
     *
     * @param entry the archive entry that holds it
     * @param module the dotted prefix of what it defines, {@code __torch__.nets}
     * @param text the text
     * @return its definitions
     */
    static Definitions parse(String entry, String module, String text) {
        SourceParser parser = new SourceParser(entry, module, text);
        Definitions found = new Definitions(new LinkedHashMap<>(), new LinkedHashMap<>());
        while (parser.at < parser.lines.size()) {
            Line line = parser.lines.get(parser.at);
            if (line.first().is("class")) {
                ClassDef type = parser.classDef();
                found.classes().put(type.qualifiedName(), type);
            } else if (line.first().is("def")) {
                FunctionDef function = parser.functionDef();
                found.functions().put(module + "." + function.name(), function);
            } else {
                parser.at++;
            }
        }
        return found;
    }

    private boolean inside(int indent) {
        return at < lines.size() && lines.get(at).indent() > indent;
    }

    private int here() {
        return at < lines.size() ? lines.get(at).start() : length;
    }

    private ExprParser words(Line line, int from) {
        return new ExprParser(line.tokens(), from, entry);
    }

    private ClassDef classDef() {
        Line head = lines.get(at++);
        ExprParser words = words(head, 1);
        String name = words.word();
        String base = words.skip("(") && !words.sees(")") ? words.expression().toString() : "";
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, FunctionDef> methods = new LinkedHashMap<>();
        List<String> parameters = List.of();
        List<String> buffers = List.of();
        while (inside(head.indent())) {
            Line line = lines.get(at);
            if (line.first().is("def")) {
                FunctionDef method = functionDef();
                methods.put(method.name(), method);
                continue;
            }
            at++;
            if (line.first().is("__parameters__")) {
                parameters = strings(line);
            } else if (line.first().is("__buffers__")) {
                buffers = strings(line);
            } else {
                field(line, fields);
            }
        }
        return new ClassDef(
                module + "." + name,
                base,
                entry,
                Collections.unmodifiableMap(fields),
                parameters,
                buffers,
                Collections.unmodifiableMap(methods),
                here());
    }

    /** Reads {@code __parameters__ = ["weight", "bias", ]}. */
    private List<String> strings(Line line) {
        ExprParser words = words(line, 1);
        words.expect("=");
        return words.expression() instanceof Group group
                ? group.items().stream().map(e -> Literal.unquote(e.toString())).toList()
                : List.of();
    }

    /** Reads {@code name : type}, {@code name : type = value} or {@code __annotations__["name"] = type}. */
    private void field(Line line, Map<String, String> fields) {
        ExprParser words = words(line, 1);
        if (line.first().is("__annotations__") && words.skip("[")) {
            String name = Literal.unquote(words.word());
            words.expect("]");
            words.expect("=");
            fields.put(name, words.expression().toString());
        } else if (words.skip(":")) {
            fields.put(line.first().text(), words.expression().toString());
        }
    }

    private FunctionDef functionDef() {
        Line head = lines.get(at++);
        ExprParser words = words(withoutColon(head), 1);
        String name = words.word();
        words.expect("(");
        List<FunctionDef.Parameter> parameters = new ArrayList<>();
        while (!words.skip(")")) {
            String parameter = words.word();
            String type = words.skip(":") ? words.expression().toString() : "";
            String value = words.skip("=") ? words.expression().toString() : "";
            parameters.add(new FunctionDef.Parameter(parameter, type, value));
            words.skip(",");
        }
        String returns = words.skip("->") ? words.expression().toString() : "Tensor";
        List<Stmt> body = block(head.indent());
        return new FunctionDef(name, List.copyOf(parameters), returns, body, head.start(), here());
    }

    private static Line withoutColon(Line line) {
        List<Token> tokens = line.tokens();
        int last = tokens.size() - 1;
        return tokens.get(last).is(":")
                ? new Line(line.indent(), line.start(), line.end(), tokens.subList(0, last))
                : line;
    }

    private List<Stmt> block(int indent) {
        List<Stmt> body = new ArrayList<>();
        while (inside(indent)) {
            body.add(statement());
        }
        return List.copyOf(body);
    }

    private Stmt statement() {
        Line line = lines.get(at++);
        Token first = line.first();
        if (first.is("if") || first.is("elif")) {
            Expr condition = words(withoutColon(line), 1).expression();
            return new Stmt.If(condition, block(line.indent()), otherwise(line.indent()));
        }
        if (first.is("for") || first.is("while")) {
            Expr header = words(withoutColon(line), 1).expression();
            return new Stmt.Loop(first.text(), header, block(line.indent()));
        }
        if (first.is("with")) {
            return new Stmt.With(words(withoutColon(line), 1).expression(), block(line.indent()));
        }
        if (first.is("return")) {
            boolean empty = line.tokens().size() == 1;
            return new Stmt.Return(empty ? new Expr.Atom("None") : listed(words(line, 1)));
        }
        if (line.tokens().size() == 1 && first.kind() == Token.Kind.NAME) {
            return new Stmt.Word(first.text());
        }
        return assignment(words(line, 0));
    }

    private List<Stmt> otherwise(int indent) {
        boolean follows = at < lines.size() && lines.get(at).indent() == indent;
        if (follows && lines.get(at).first().is("elif")) {
            return List.of(statement());
        }
        if (follows && lines.get(at).first().is("else")) {
            at++;
            return block(indent);
        }
        return List.of();
    }

    private static Stmt assignment(ExprParser words) {
        List<Expr> targets = new ArrayList<>();
        boolean comma = false;
        while (!words.atEnd() && !words.sees("=")) {
            targets.add(words.expression());
            comma |= words.skip(",");
        }
        if (words.skip("=")) {
            return new Stmt.Assign(List.copyOf(targets), comma, listed(words));
        }
        return new Stmt.Evaluate(targets.get(0));
    }

    /** Reads the rest of a line: one expression, or a tuple written without brackets. */
    private static Expr listed(ExprParser words) {
        List<Expr> items = new ArrayList<>();
        boolean comma = false;
        while (!words.atEnd()) {
            items.add(words.expression());
            comma |= words.skip(",");
        }
        return comma ? new Group("(", List.copyOf(items), items.size() == 1, ")") : items.get(0);
    }
}
