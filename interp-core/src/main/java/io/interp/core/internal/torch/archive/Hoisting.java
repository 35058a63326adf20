package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Gives each hooked call of a method a line of its own, so that hooks can act on its value.
 *
 * <p>{@code return (b).forward((a).forward(x))} with a hook on {@code a} becomes {@code t = (a).forward(x)}, the hook's
 * lines, {@code return (b).forward(t)}. Calls that come before a hooked one in its statement are hoisted with it: the
 * order in which calls are made does not change.
 */
final class Hoisting {

    private final CallNode frame;
    private final Set<CallNode> hooked;
    private final FreshNames names;
    private final BiFunction<CallNode, String, HookLines> writer;
    private final IdentityHashMap<Expr.Call, CallNode> moved = new IdentityHashMap<>();

    /** What a hook adds after a call. The value is the variable that holds the call's value from there on. */
    record HookLines(List<Stmt> lines, String value) {}

    /**
     * Prepares.
     *
     * @param frame the call whose method is rewritten
     * @param hooked the calls that have hooks, or hooks inside
     * @param names names that the method does not use
     * @param writer what follows a hooked call, given the variable that holds its value
     */
    Hoisting(CallNode frame, Set<CallNode> hooked, FreshNames names, BiFunction<CallNode, String, HookLines> writer) {
        this.frame = frame;
        this.hooked = hooked;
        this.names = names;
        this.writer = writer;
    }

    /** {@return the hooked call that an expression of the rewritten statements makes; null if none} */
    CallNode callAt(Expr call) {
        return call instanceof Expr.Call made ? moved.get(made) : null;
    }

    List<Stmt> rewrite(List<Stmt> statements) {
        List<Stmt> out = new ArrayList<>();
        statements.forEach(statement -> rewrite(statement, out));
        return Collections.unmodifiableList(out);
    }

    private void rewrite(Stmt statement, List<Stmt> out) {
        if (statement instanceof Stmt.Assign assign) {
            out.add(new Stmt.Assign(assign.targets(), assign.unpacks(), hoist(assign.value(), out)));
        } else if (statement instanceof Stmt.Evaluate evaluate) {
            out.add(new Stmt.Evaluate(hoist(evaluate.value(), out)));
        } else if (statement instanceof Stmt.Return returned) {
            out.add(new Stmt.Return(hoist(returned.value(), out)));
        } else if (statement instanceof Stmt.If choice) {
            Expr condition = hoist(choice.condition(), out);
            out.add(new Stmt.If(condition, rewrite(choice.then()), rewrite(choice.otherwise())));
        } else if (statement instanceof Stmt.Loop loop) {
            out.add(new Stmt.Loop(loop.keyword(), hoist(loop.header(), out), loop.body()));
        } else if (statement instanceof Stmt.With with) {
            out.add(new Stmt.With(hoist(with.header(), out), rewrite(with.body())));
        } else {
            out.add(statement);
        }
    }

    private Expr hoist(Expr expr, List<Stmt> out) {
        List<Expr.Call> calls = new ArrayList<>();
        expr.collectCalls(calls);
        Set<Expr.Call> early = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Expr.Call> sinceHook = new ArrayList<>();
        for (Expr.Call call : calls) {
            sinceHook.add(call);
            if (isHooked(call)) {
                early.addAll(sinceHook);
                sinceHook.clear();
            }
        }
        return early.isEmpty() ? expr : hoist(expr, early, out);
    }

    private boolean isHooked(Expr.Call call) {
        CallNode node = frame.callAt(call);
        return node != null && hooked.contains(node);
    }

    private Expr hoist(Expr expr, Set<Expr.Call> early, List<Stmt> out) {
        List<Expr> parts = new ArrayList<>();
        for (Expr child : expr.children()) {
            parts.add(hoist(child, early, out));
        }
        Expr rebuilt = expr.withChildren(parts);
        if (!(expr instanceof Expr.Call call) || !early.contains(call)) {
            return rebuilt;
        }
        String name = names.next("interp");
        out.add(Stmt.Assign.of(name, rebuilt));
        if (!isHooked(call)) {
            return new Expr.Atom(name);
        }
        moved.put((Expr.Call) rebuilt, frame.callAt(call));
        HookLines added = writer.apply(frame.callAt(call), name);
        out.addAll(added.lines());
        return new Expr.Atom(added.value());
    }
}
