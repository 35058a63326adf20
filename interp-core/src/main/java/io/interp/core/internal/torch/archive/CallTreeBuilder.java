package io.interp.core.internal.torch.archive;

import io.interp.core.InterpException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows every call of a submodule from the root's {@code forward} down. */
final class CallTreeBuilder {

    private static final int MOST_CALLS = 200_000;
    private static final int DEEPEST = 200;

    private final Program program;
    private int count;

    private CallTreeBuilder(Program program) {
        this.program = program;
    }

    /**
     * Follows the calls of a program.
     *
     * @param program the archive's types
     * @return the root's call
     * @throws InterpException if the root has no {@code forward}, or the calls are too many to be a network
     */
    static CallNode build(Program program) {
        ClassDef type = program.root();
        FunctionDef forward = type.method("forward")
                .orElseThrow(() -> new InterpException("TorchScript module " + type.typeName()
                        + " has no method forward; it has " + type.methods().keySet()
                        + ". Export a module with a forward"));
        CallNode root = CallNode.root(type, forward);
        new CallTreeBuilder(program).expand(root, 0);
        return root;
    }

    private void expand(CallNode frame, int depth) {
        if (depth > DEEPEST) {
            throw new InterpException("TorchScript modules nested more than " + DEEPEST + " calls deep: refused");
        }
        Scope scope = Scope.of(program, frame.type(), frame.method());
        read(frame, scope, frame.method().body(), false, false);
        frame.calls().forEach(call -> expand(call, depth + 1));
    }

    private void read(CallNode frame, Scope scope, List<Stmt> statements, boolean inBranch, boolean inLoop) {
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.If choice) {
                read(frame, scope, choice.condition(), inBranch, inLoop);
                read(frame, scope, choice.then(), true, inLoop);
                read(frame, scope, choice.otherwise(), true, inLoop);
            } else if (statement instanceof Stmt.Loop loop) {
                boolean again = inLoop || loop.keyword().equals("while");
                read(frame, scope, loop.header(), inBranch, again);
                read(frame, scope, loop.body(), inBranch, true);
            } else if (statement instanceof Stmt.With with) {
                read(frame, scope, with.header(), inBranch, inLoop);
                read(frame, scope, with.body(), inBranch, inLoop);
            } else {
                statement.eachExpr(expr -> read(frame, scope, expr, inBranch, inLoop));
            }
        }
    }

    private void read(CallNode frame, Scope scope, Expr expr, boolean inBranch, boolean inLoop) {
        List<Expr.Call> calls = new ArrayList<>();
        expr.collectCalls(calls);
        for (Expr.Call call : calls) {
            if (!(call.callee() instanceof Expr.Select select)) {
                continue;
            }
            Optional<Scope.ModuleRef> receiver = scope.module(select.base());
            Optional<FunctionDef> method = receiver.flatMap(r -> r.type().method(select.name()));
            if (method.isPresent()) {
                if (++count > MOST_CALLS) {
                    throw new InterpException(
                            "TorchScript forward makes more than " + MOST_CALLS + " calls of submodules: refused");
                }
                frame.add(call, receiver.get(), method.get(), inBranch, inLoop);
            }
        }
    }
}
