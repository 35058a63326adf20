package io.interp.core.internal.torch.archive;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A statement of a method. */
sealed interface Stmt {

    /** {@code a = value}, {@code a, b, = value} or {@code a.b = value}. */
    record Assign(List<Expr> targets, boolean unpacks, Expr value) implements Stmt {

        static Assign of(String name, Expr value) {
            return new Assign(List.of(new Expr.Atom(name)), false, value);
        }

        /** {@return the one name assigned to, or an empty string when there are several targets or another kind} */
        String soleName() {
            return unpacks ? "" : nameOf(targets.get(0));
        }

        /** {@return the variable that a target is, declared with its type or not; empty if it is none} */
        private static String nameOf(Expr target) {
            Expr first = target instanceof Expr.Chain typed ? typed.parts().get(0) : target;
            return first instanceof Expr.Atom atom ? atom.text() : "";
        }

        /** {@return whether every target is a variable} */
        boolean writesVariables() {
            return targets.stream().noneMatch(target -> nameOf(target).isEmpty());
        }
    }

    /** An expression evaluated for what it does. */
    record Evaluate(Expr value) implements Stmt {}

    /** {@code return value}. */
    record Return(Expr value) implements Stmt {}

    /** {@code pass}, {@code break}, {@code continue}. */
    record Word(String text) implements Stmt {}

    /** {@code if condition: ... else: ...}. */
    record If(Expr condition, List<Stmt> then, List<Stmt> otherwise) implements Stmt {}

    /** {@code for ...:} or {@code while ...:}. */
    record Loop(String keyword, Expr header, List<Stmt> body) implements Stmt {}

    /** {@code with ...:}. */
    record With(Expr header, List<Stmt> body) implements Stmt {}

    /** Calls back for each expression in this statement and those inside it, in textual order. */
    default void eachExpr(Consumer<Expr> visitor) {
        if (this instanceof Assign assign) {
            visitor.accept(assign.value());
            assign.targets().forEach(visitor);
        } else if (this instanceof Evaluate evaluate) {
            visitor.accept(evaluate.value());
        } else if (this instanceof Return returned) {
            visitor.accept(returned.value());
        } else if (this instanceof If choice) {
            visitor.accept(choice.condition());
            choice.then().forEach(s -> s.eachExpr(visitor));
            choice.otherwise().forEach(s -> s.eachExpr(visitor));
        } else if (this instanceof Loop loop) {
            visitor.accept(loop.header());
            loop.body().forEach(s -> s.eachExpr(visitor));
        } else if (this instanceof With with) {
            visitor.accept(with.header());
            with.body().forEach(s -> s.eachExpr(visitor));
        }
    }

    /** Adds the names that this statement, or one inside it, assigns to. */
    default void collectDefined(Set<String> into) {
        if (this instanceof Assign assign) {
            assign.targets().stream()
                    .map(Assign::nameOf)
                    .filter(n -> !n.isEmpty())
                    .forEach(into::add);
        } else if (this instanceof If choice) {
            choice.then().forEach(s -> s.collectDefined(into));
            choice.otherwise().forEach(s -> s.collectDefined(into));
        } else if (this instanceof Loop loop) {
            if (loop.keyword().equals("for") && loop.header() instanceof Expr.Chain chain) {
                chain.parts().get(0).collectNames(into);
            }
            loop.body().forEach(s -> s.collectDefined(into));
        } else if (this instanceof With with) {
            with.body().forEach(s -> s.collectDefined(into));
        }
    }

    /** Writes statements as text. */
    static void print(List<Stmt> statements, int indent, StringBuilder out) {
        if (statements.isEmpty()) {
            out.append(" ".repeat(indent)).append("pass\n");
        }
        statements.forEach(statement -> statement.print(indent, out));
    }

    private void print(int indent, StringBuilder out) {
        String margin = " ".repeat(indent);
        if (this instanceof Assign assign) {
            String targets = assign.targets().stream().map(Expr::toString).collect(Collectors.joining(", "));
            out.append(margin).append(targets).append(assign.unpacks() ? ", = " : " = ");
            out.append(assign.value()).append('\n');
        } else if (this instanceof Evaluate evaluate) {
            out.append(margin).append(evaluate.value()).append('\n');
        } else if (this instanceof Return returned) {
            out.append(margin).append("return ").append(returned.value()).append('\n');
        } else if (this instanceof Word word) {
            out.append(margin).append(word.text()).append('\n');
        } else if (this instanceof If choice) {
            out.append(margin).append("if ").append(choice.condition()).append(":\n");
            print(choice.then(), indent + 2, out);
            out.append(margin).append("else:\n");
            print(choice.otherwise(), indent + 2, out);
        } else if (this instanceof Loop loop) {
            out.append(margin).append(loop.keyword()).append(' ');
            out.append(loop.header()).append(":\n");
            print(loop.body(), indent + 2, out);
        } else if (this instanceof With with) {
            out.append(margin).append("with ").append(with.header()).append(":\n");
            print(with.body(), indent + 2, out);
        }
    }
}
