package io.interp.core.internal.torch.archive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells which expressions can be left out when nobody reads their value.
 *
 * <p>The engine keeps every check ({@code if ...: raise}) and all that it reads, so in a scripted network each batch norm
 * keeps the layers below it alive, used or not. Here a module that is not read does not run at all: its checks go, and so
 * do the updates of its own running statistics. What writes into a tensor or a list of the caller's is left alone.
 */
final class Effects {

    private static final Set<String> CONTAINER_WRITES = Set.of(
            "append",
            "extend",
            "insert",
            "pop",
            "popitem",
            "clear",
            "remove",
            "reverse",
            "sort",
            "update",
            "setdefault",
            "_set_item",
            "Delete");
    private static final Set<String> ENGINE_WRITES = Set.of("torch.save", "torch.warn", "torch.manual_seed");
    private static final Set<String> ENGINE_CALLS = Set.of("torch", "ops", "CONSTANTS");
    private static final Set<String> BUILT_IN = Set.of(
            "annotate",
            "uninitialized",
            "unchecked_cast",
            "getattr",
            "isinstance",
            "int",
            "float",
            "bool",
            "str",
            "range",
            "len",
            "max",
            "min",
            "abs",
            "ord",
            "chr",
            "round",
            "list",
            "dict");

    private final Program program;
    private final IdentityHashMap<FunctionDef, Map<String, Boolean>> known = new IdentityHashMap<>();

    Effects(Program program) {
        this.program = program;
    }

    /**
     * {@return whether running a method changes nothing but the buffers of the modules that run}
     *
     * <p>If so, no tensor that a hook hands out or takes in can be written over later.
     */
    boolean leavesTensorsAlone(ClassDef type, FunctionDef method) {
        return droppable(method, type, Map.of());
    }

    private static boolean isInPlace(String name) {
        return name.endsWith("_") && !name.startsWith("__");
    }

    /** {@return whether an expression of a method can be left out; its checks count as nothing} */
    boolean droppable(Expr expr, Scope scope) {
        return droppable(expr, scope, Set.of());
    }

    /** {@return whether a statement does nothing but raise and assign variables} */
    boolean onlyChecks(Stmt statement, Scope scope) {
        if (statement instanceof Stmt.If choice) {
            return droppable(choice.condition(), scope)
                    && choice.then().stream().allMatch(s -> onlyChecks(s, scope))
                    && choice.otherwise().stream().allMatch(s -> onlyChecks(s, scope));
        }
        if (statement instanceof Stmt.Assign assign) {
            return !assign.soleName().isEmpty() && droppable(assign.value(), scope);
        }
        if (statement instanceof Stmt.Loop loop) {
            return loop.keyword().equals("for")
                    && droppable(loop.header(), scope)
                    && loop.body().stream().allMatch(s -> onlyChecks(s, scope));
        }
        return statement instanceof Stmt.Word
                || (statement instanceof Stmt.Evaluate evaluate && droppable(evaluate.value(), scope));
    }

    private boolean droppable(Expr expr, Scope scope, Set<String> localContainers) {
        if (expr instanceof Expr.Call call && !callDroppable(call, scope, localContainers)) {
            return false;
        }
        return expr.children().stream().allMatch(child -> droppable(child, scope, localContainers));
    }

    private boolean callDroppable(Expr.Call call, Scope scope, Set<String> localContainers) {
        String callee = call.callee().toString();
        Optional<FunctionDef> function = scope.function(call.callee());
        if (function.isPresent()) {
            return droppable(function.get(), null, literals(call, function.get().parameters()));
        }
        if (!(call.callee() instanceof Expr.Select select)) {
            return BUILT_IN.contains(callee);
        }
        Optional<Scope.ModuleRef> receiver = scope.module(select.base());
        if (receiver.isPresent()) {
            ClassDef type = receiver.get().type();
            return type.method(select.name())
                    .filter(m -> droppable(m, type, literals(call, m.arguments())))
                    .isPresent();
        }
        boolean ofEngine = ENGINE_CALLS.contains(callee.substring(0, Math.max(0, callee.indexOf('.'))));
        if (!ofEngine || ENGINE_WRITES.contains(callee) || callee.equals("ops.prim.Print")) {
            return false;
        }
        Expr first = call.arguments().isEmpty() ? null : call.arguments().get(0).value();
        if (CONTAINER_WRITES.contains(select.name())) {
            return first != null && localContainers.contains(first.toString());
        }
        return !isInPlace(select.name()) || (first != null && scope.isOwnBuffer(first));
    }

    /** Reads the arguments that are written as True or False: they decide branches. */
    private static Map<String, Boolean> literals(Expr.Call call, List<FunctionDef.Parameter> parameters) {
        Map<String, Boolean> literals = new HashMap<>();
        for (int i = 0; i < Math.min(call.arguments().size(), parameters.size()); i++) {
            Expr.Argument argument = call.arguments().get(i);
            String name = argument.keyword().isEmpty() ? parameters.get(i).name() : argument.keyword();
            String value = argument.value().toString();
            if (value.equals("True") || value.equals("False")) {
                literals.put(name, value.equals("True"));
            }
        }
        return literals;
    }

    private boolean droppable(FunctionDef function, ClassDef self, Map<String, Boolean> literals) {
        String key = new TreeMap<>(literals).toString();
        Map<String, Boolean> answers = known.computeIfAbsent(function, f -> new HashMap<>());
        Boolean answer = answers.get(key);
        if (answer == null) {
            answers.put(key, false); // A function that calls itself is kept.
            Scope scope = Scope.of(program, self, function);
            Set<String> containers = new HashSet<>();
            answer = function.body().stream().allMatch(s -> droppable(s, scope, containers, literals));
            answers.put(key, answer);
        }
        return answer;
    }

    private boolean droppable(Stmt statement, Scope scope, Set<String> containers, Map<String, Boolean> literals) {
        if (statement instanceof Stmt.If choice) {
            Boolean decided = literals.get(choice.condition().toString());
            return droppable(choice.condition(), scope, containers)
                    && (Boolean.FALSE.equals(decided)
                            || choice.then().stream().allMatch(s -> droppable(s, scope, containers, literals)))
                    && (Boolean.TRUE.equals(decided)
                            || choice.otherwise().stream().allMatch(s -> droppable(s, scope, containers, literals)));
        }
        if (statement instanceof Stmt.Loop loop) {
            return loop.keyword().equals("for")
                    && droppable(loop.header(), scope, containers)
                    && loop.body().stream().allMatch(s -> droppable(s, scope, containers, literals));
        }
        if (statement instanceof Stmt.Assign assign) {
            boolean plain =
                    assign.writesVariables() || assign.targets().stream().allMatch(scope::isOwnBuffer);
            if (isNewContainer(assign.value())) {
                containers.add(assign.soleName());
            }
            return plain && droppable(assign.value(), scope, containers);
        }
        if (statement instanceof Stmt.Evaluate evaluate) {
            return droppable(evaluate.value(), scope, containers);
        }
        if (statement instanceof Stmt.Return returned) {
            return droppable(returned.value(), scope, containers);
        }
        return statement instanceof Stmt.Word;
    }

    private static boolean isNewContainer(Expr value) {
        boolean annotated = value instanceof Expr.Call call
                && call.callee().toString().equals("annotate")
                && call.arguments().get(call.arguments().size() - 1).value() instanceof Expr.Group;
        return annotated || (value instanceof Expr.Group group && !group.open().equals("("));
    }
}
