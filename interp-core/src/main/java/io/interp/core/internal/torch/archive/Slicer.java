package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves out of a method what nobody reads, walking its statements backwards.
 *
 * <p>What comes before a replaced layer, and what comes after the last captured one, is most of a network.
 */
final class Slicer {

    /** Rewrites a call that has hooks, or hooks inside. */
    interface HookedCalls {

        /** {@return whether an expression is such a call} */
        boolean contains(Expr expr);

        /**
         * Rewrites such a call.
         *
         * @param expr the call
         * @param read whether its value is read
         * @return what to call instead; empty if it need not be called
         */
        Optional<Expr> rewrite(Expr expr, boolean read);
    }

    private final Effects effects;
    private final Scope scope;
    private final HookedCalls hooked;
    private final boolean returns;
    private final Map<String, Expr> definitions = new HashMap<>();
    private final Set<String> variables = new HashSet<>();
    private final Set<String> free;

    /**
     * Prepares.
     *
     * @param effects tells what can be left out
     * @param scope what the method's variables stand for
     * @param hooked rewrites hooked calls
     * @param returns whether the method's value is read
     * @param method the method, its calls hoisted
     * @param free the variables that cost nothing to read, the parameters of the root
     */
    Slicer(Effects effects, Scope scope, HookedCalls hooked, boolean returns, FunctionDef method, Set<String> free) {
        this.effects = effects;
        this.scope = scope;
        this.hooked = hooked;
        this.returns = returns;
        this.free = free;
        method.parameters().forEach(parameter -> variables.add(parameter.name()));
        method.body().forEach(statement -> statement.collectDefined(variables));
        define(method.body(), new HashSet<>());
    }

    private void define(List<Stmt> statements, Set<String> twice) {
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.Assign assign && !assign.soleName().isEmpty()) {
                if (definitions.put(assign.soleName(), assign.value()) != null) {
                    twice.add(assign.soleName());
                }
            }
        }
        definitions.keySet().removeAll(twice);
    }

    /**
     * Slices statements.
     *
     * @param statements the statements
     * @param live the variables read after them; on return, those read by them or after them
     * @return the statements that matter
     */
    List<Stmt> slice(List<Stmt> statements, Set<String> live) {
        List<Stmt> kept = new ArrayList<>();
        for (int i = statements.size() - 1; i >= 0; i--) {
            slice(statements.get(i), live).ifPresent(kept::add);
        }
        Collections.reverse(kept);
        return kept;
    }

    private Optional<Stmt> slice(Stmt statement, Set<String> live) {
        if (statement instanceof Stmt.Return) {
            return returns ? keep(statement, live) : Optional.empty();
        }
        if (statement instanceof Stmt.Assign assign) {
            return slice(assign, live);
        }
        if (statement instanceof Stmt.If choice) {
            return slice(choice, live);
        }
        if (statement instanceof Stmt.Evaluate evaluate) {
            boolean raises = evaluate.value().toString().startsWith("ops.prim.RaiseException");
            return raises || !effects.droppable(evaluate.value(), scope) ? keep(statement, live) : Optional.empty();
        }
        if (statement instanceof Stmt.With with) {
            List<Stmt> body = slice(with.body(), live);
            with.header().collectNames(live);
            return Optional.of(new Stmt.With(with.header(), body));
        }
        if (statement instanceof Stmt.Loop) {
            boolean unread = Collections.disjoint(defined(statement), live);
            return unread && effects.onlyChecks(statement, scope) ? Optional.empty() : keep(statement, live);
        }
        return Optional.empty();
    }

    private static Set<String> defined(Stmt statement) {
        Set<String> defined = new HashSet<>();
        statement.collectDefined(defined);
        return defined;
    }

    private static Optional<Stmt> keep(Stmt statement, Set<String> live) {
        statement.eachExpr(expr -> expr.collectNames(live));
        return Optional.of(statement);
    }

    private Optional<Stmt> slice(Stmt.Assign assign, Set<String> live) {
        Set<String> defined = defined(assign);
        boolean read = !Collections.disjoint(defined, live);
        boolean writesVariables = assign.writesVariables();
        if (hooked.contains(assign.value())) {
            live.removeAll(defined);
            Optional<Expr> rewritten = hooked.rewrite(assign.value(), read);
            rewritten.ifPresent(expr -> expr.collectNames(live));
            return rewritten.map(
                    expr -> read ? new Stmt.Assign(assign.targets(), assign.unpacks(), expr) : new Stmt.Evaluate(expr));
        }
        if (writesVariables && !read && effects.droppable(assign.value(), scope)) {
            return Optional.empty();
        }
        if (writesVariables) {
            live.removeAll(defined);
            assign.value().collectNames(live);
            return Optional.of(assign);
        }
        return keep(assign, live);
    }

    private Optional<Stmt> slice(Stmt.If choice, Set<String> live) {
        Set<String> defined = defined(choice);
        if (Collections.disjoint(defined, live) && !holdsHooked(choice) && effects.onlyChecks(choice, scope)) {
            Set<String> reads = new HashSet<>();
            choice.eachExpr(expr -> expr.collectNames(reads));
            reads.retainAll(variables);
            reads.removeAll(defined);
            // A check stays if all that it reads is computed anyway.
            return reads.stream().allMatch(name -> atHand(name, live)) ? keep(choice, live) : Optional.empty();
        }
        Set<String> liveInElse = new HashSet<>(live);
        List<Stmt> then = slice(choice.then(), live);
        List<Stmt> otherwise = slice(choice.otherwise(), liveInElse);
        live.addAll(liveInElse);
        if (then.isEmpty() && otherwise.isEmpty() && effects.droppable(choice.condition(), scope)) {
            return Optional.empty();
        }
        choice.condition().collectNames(live);
        return Optional.of(new Stmt.If(choice.condition(), then, otherwise));
    }

    private boolean holdsHooked(Stmt statement) {
        boolean[] found = new boolean[1];
        statement.eachExpr(expr -> found[0] |= hooked.contains(expr));
        return found[0];
    }

    private boolean atHand(String name, Set<String> live) {
        if (live.contains(name) || free.contains(name)) {
            return true;
        }
        Expr value = definitions.get(name);
        if (value == null || !effects.droppable(value, scope) || callsModule(value)) {
            return false;
        }
        Set<String> reads = new HashSet<>();
        value.collectNames(reads);
        reads.retainAll(variables);
        reads.remove(name);
        return reads.stream().allMatch(read -> atHand(read, live));
    }

    private boolean callsModule(Expr value) {
        List<Expr.Call> calls = new ArrayList<>();
        value.collectCalls(calls);
        return calls.stream()
                .anyMatch(call -> call.callee() instanceof Expr.Select select
                        && scope.module(select.base()).isPresent());
    }
}
