package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * One call of a module's method, seen from the root's {@code forward}: where it stands, what it calls, and the calls made
 * inside it. Two calls of one module are two nodes.
 */
final class CallNode {

    private final CallNode parent;
    private final Expr.Call expression;
    private final List<String> path;
    private final ClassDef type;
    private final FunctionDef method;
    private final boolean ofOwnModule;
    private final boolean conditional;
    private final boolean repeated;
    private final List<CallNode> calls = new ArrayList<>();
    private final IdentityHashMap<Expr.Call, CallNode> byExpression = new IdentityHashMap<>();

    private CallNode(
            CallNode parent,
            Expr.Call expression,
            List<String> path,
            ClassDef type,
            FunctionDef method,
            boolean ofOwnModule,
            boolean conditional,
            boolean repeated) {
        this.parent = parent;
        this.expression = expression;
        this.path = path;
        this.type = type;
        this.method = method;
        this.ofOwnModule = ofOwnModule;
        this.conditional = conditional;
        this.repeated = repeated;
    }

    static CallNode root(ClassDef type, FunctionDef forward) {
        return new CallNode(null, null, List.of(), type, forward, true, false, false);
    }

    /** Adds a call made inside this one. */
    CallNode add(Expr.Call call, Scope.ModuleRef receiver, FunctionDef called, boolean inBranch, boolean inLoop) {
        List<String> absolute = new ArrayList<>(path);
        absolute.addAll(receiver.path());
        CallNode node = new CallNode(
                this,
                call,
                List.copyOf(absolute),
                receiver.type(),
                called,
                receiver.path().isEmpty(),
                conditional || inBranch,
                repeated || inLoop);
        calls.add(node);
        byExpression.put(call, node);
        return node;
    }

    /** {@return the call whose method makes this one; null for the root} */
    CallNode parent() {
        return parent;
    }

    /** {@return the expression that makes this call; null for the root} */
    Expr.Call expression() {
        return expression;
    }

    /** {@return the attribute names that lead from the root to the module called} */
    List<String> path() {
        return path;
    }

    ClassDef type() {
        return type;
    }

    FunctionDef method() {
        return method;
    }

    /** {@return whether a module calls a method of its own: such a call is no layer} */
    boolean ofOwnModule() {
        return ofOwnModule;
    }

    /** {@return whether this call stands in a branch, and so may not happen} */
    boolean conditional() {
        return conditional;
    }

    /** {@return whether this call stands in a loop, and so may happen many times} */
    boolean repeated() {
        return repeated;
    }

    /** {@return the calls made inside this one, in the order in which they are made} */
    List<CallNode> calls() {
        return calls;
    }

    /** {@return the call that an expression of this node's method makes; null if it calls no module} */
    CallNode callAt(Expr.Call call) {
        return byExpression.get(call);
    }

    /** {@return the call of a module, this one or one further out, whose methods this one belongs to} */
    CallNode invocation() {
        CallNode node = this;
        while (node.ofOwnModule && node.parent != null) {
            node = node.parent;
        }
        return node;
    }
}
