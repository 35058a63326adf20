package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Puts a ReLU after a layer for good: {@code forward} itself uses it.
 *
 * <p>The layer's own type gets a method that rectifies what its original returns, and the methods on the path to it get
 * copies that lead to it. The path's names do not change, so the layer is found under the same name, rectified.
 */
final class Rectification {

    private static final String MARK = "interp_rectified_";

    private Rectification() {}

    /** {@return whether the layer is rectified already} */
    static boolean isDone(CallNode layer) {
        return layer.method().name().startsWith(MARK);
    }

    /** {@return the changes to make} */
    static TextEdits write(CallNode layer) {
        TextEdits edits = new TextEdits();
        CallNode call = layer;
        String called = rectifying(layer, edits);
        while (call.parent() != null) {
            CallNode frame = call.parent();
            boolean isRoot = frame.parent() == null;
            FunctionDef method = frame.method();
            List<Stmt> body = renamed(method.body(), call.expression(), called);
            String name = isRoot ? method.name() : freeName(frame.type(), "interp_path_", method.name());
            String text = MethodText.of(name, method.parameters(), method.returns(), body);
            if (isRoot) {
                edits.replace(frame.type().entry(), method.start(), method.end(), text);
            } else {
                edits.addMethod(frame.type(), text);
            }
            called = name;
            call = frame;
        }
        return edits;
    }

    private static String rectifying(CallNode layer, TextEdits edits) {
        FunctionDef method = layer.method();
        String name = MARK + method.name();
        if (layer.type().method(name).isEmpty()) {
            String passed =
                    method.arguments().stream().map(FunctionDef.Parameter::name).collect(Collectors.joining(", "));
            Expr value = ExprParser.parse("torch.relu((" + method.self() + ")." + method.name() + "(" + passed + "))");
            edits.addMethod(
                    layer.type(),
                    MethodText.of(name, method.parameters(), method.returns(), List.of(new Stmt.Return(value))));
        }
        return name;
    }

    private static String freeName(ClassDef type, String prefix, String original) {
        String name = prefix + original;
        for (int i = 2; type.method(name).isPresent(); i++) {
            name = prefix + i + "_" + original;
        }
        return name;
    }

    private static List<Stmt> renamed(List<Stmt> statements, Expr.Call target, String name) {
        List<Stmt> out = new ArrayList<>();
        for (Stmt statement : statements) {
            out.add(renamed(statement, target, name));
        }
        return out;
    }

    private static Stmt renamed(Stmt statement, Expr.Call target, String name) {
        if (statement instanceof Stmt.Assign assign) {
            return new Stmt.Assign(assign.targets(), assign.unpacks(), renamed(assign.value(), target, name));
        }
        if (statement instanceof Stmt.Evaluate evaluate) {
            return new Stmt.Evaluate(renamed(evaluate.value(), target, name));
        }
        if (statement instanceof Stmt.Return returned) {
            return new Stmt.Return(renamed(returned.value(), target, name));
        }
        if (statement instanceof Stmt.If choice) {
            return new Stmt.If(
                    renamed(choice.condition(), target, name),
                    renamed(choice.then(), target, name),
                    renamed(choice.otherwise(), target, name));
        }
        if (statement instanceof Stmt.Loop loop) {
            return new Stmt.Loop(
                    loop.keyword(), renamed(loop.header(), target, name), renamed(loop.body(), target, name));
        }
        if (statement instanceof Stmt.With with) {
            return new Stmt.With(renamed(with.header(), target, name), renamed(with.body(), target, name));
        }
        return statement;
    }

    private static Expr renamed(Expr expr, Expr.Call target, String name) {
        List<Expr> parts = new ArrayList<>();
        expr.children().forEach(child -> parts.add(renamed(child, target, name)));
        Expr rebuilt = expr.withChildren(parts);
        if (expr == target) {
            Expr.Call call = (Expr.Call) rebuilt;
            return new Expr.Call(new Expr.Select(((Expr.Select) call.callee()).base(), name), call.arguments());
        }
        return rebuilt;
    }
}
