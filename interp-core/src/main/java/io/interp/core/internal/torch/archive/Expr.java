package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An expression of an archive's text, as a tree of calls, selections and brackets.
 *
 * <p>Operators and their precedence are kept as they were written ({@link Chain}): only calls matter here.
 */
sealed interface Expr {

    /** A name, a number, a string or an operator. */
    record Atom(String text) implements Expr {
        @Override
        public String toString() {
            return text;
        }
    }

    /** {@code base.name}. */
    record Select(Expr base, String name) implements Expr {
        @Override
        public String toString() {
            return base + "." + name;
        }
    }

    /** {@code callee(arguments)}. Two calls written alike are told apart by identity. */
    record Call(Expr callee, List<Argument> arguments) implements Expr {
        @Override
        public String toString() {
            return callee + "(" + arguments.stream().map(Argument::toString).collect(Collectors.joining(", ")) + ")";
        }
    }

    /** {@code base[index]}. */
    record Index(Expr base, Group index) implements Expr {
        @Override
        public String toString() {
            return base + index.toString();
        }
    }

    /** What stands between two brackets, cut at commas: a tuple, a list, a dictionary, or one expression in brackets. */
    record Group(String open, List<Expr> items, boolean trailingComma, String close) implements Expr {
        @Override
        public String toString() {
            return open
                    + items.stream().map(Expr::toString).collect(Collectors.joining(", "))
                    + (trailingComma ? "," : "")
                    + close;
        }
    }

    /** Operands and operators in a row. */
    record Chain(List<Expr> parts) implements Expr {
        @Override
        public String toString() {
            return parts.stream().map(Expr::toString).collect(Collectors.joining(" "));
        }
    }

    /** An argument of a call; the keyword is empty for one given by position. */
    record Argument(String keyword, Expr value) {
        @Override
        public String toString() {
            return keyword.isEmpty() ? value.toString() : keyword + "=" + value;
        }
    }

    /** {@return the parts of this expression in the order in which they are evaluated} */
    default List<Expr> children() {
        if (this instanceof Select select) {
            return List.of(select.base());
        }
        if (this instanceof Call call) {
            List<Expr> children = new ArrayList<>();
            children.add(call.callee());
            call.arguments().forEach(argument -> children.add(argument.value()));
            return children;
        }
        if (this instanceof Index index) {
            return List.of(index.base(), index.index());
        }
        if (this instanceof Group group) {
            return group.items();
        }
        return this instanceof Chain chain ? chain.parts() : List.of();
    }

    /** {@return the same expression with other parts, given in the order of {@link #children()}} */
    default Expr withChildren(List<Expr> parts) {
        if (this instanceof Select select) {
            return new Select(parts.get(0), select.name());
        }
        if (this instanceof Call call) {
            List<Argument> arguments = new ArrayList<>();
            for (int i = 0; i < call.arguments().size(); i++) {
                arguments.add(new Argument(call.arguments().get(i).keyword(), parts.get(i + 1)));
            }
            return new Call(parts.get(0), List.copyOf(arguments));
        }
        if (this instanceof Index) {
            return new Index(parts.get(0), (Group) parts.get(1));
        }
        if (this instanceof Group group) {
            return new Group(group.open(), List.copyOf(parts), group.trailingComma(), group.close());
        }
        return this instanceof Chain ? new Chain(List.copyOf(parts)) : this;
    }

    /** Adds the calls in this expression to a list, in the order in which they are made. */
    default void collectCalls(List<Call> into) {
        children().forEach(child -> child.collectCalls(into));
        if (this instanceof Call call) {
            into.add(call);
        }
    }

    /** Adds every word of this expression that can name a variable; more than variables may be among them. */
    default void collectNames(Set<String> into) {
        if (this instanceof Atom atom) {
            into.add(atom.text());
        }
        children().forEach(child -> child.collectNames(into));
    }

    /** {@return this expression without brackets that hold nothing else} */
    default Expr bare() {
        boolean bracketed = this instanceof Group group
                && group.open().equals("(")
                && group.items().size() == 1
                && !group.trailingComma();
        return bracketed ? ((Group) this).items().get(0).bare() : this;
    }
}
