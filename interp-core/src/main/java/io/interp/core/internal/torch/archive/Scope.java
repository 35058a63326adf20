package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the variables of one method stand for, as far as the text tells: submodules, functions, and the module's own
 * buffers.
 */
final class Scope {

    /**
     * A submodule.
     *
     * @param path the attribute names that lead to it from the method's own module
     * @param type its type
     */
    record ModuleRef(List<String> path, ClassDef type) {}

    private final Program program;
    private final Map<String, ModuleRef> modules = new HashMap<>();
    private final Map<String, FunctionDef> functions = new HashMap<>();
    private final Set<String> buffers = new HashSet<>();
    private final Set<String> ambiguous = new HashSet<>();

    private Scope(Program program) {
        this.program = program;
    }

    /**
     * Reads a method.
     *
     * @param program the archive's types
     * @param self the type of the method's module; null for a free function
     * @param function the method
     * @return its scope
     */
    static Scope of(Program program, ClassDef self, FunctionDef function) {
        Scope scope = new Scope(program);
        if (self != null) {
            scope.modules.put(function.self(), new ModuleRef(List.of(), self));
        }
        scope.read(function.body());
        scope.ambiguous.forEach(scope.modules::remove);
        return scope;
    }

    private void read(List<Stmt> statements) {
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.Assign assign && !assign.soleName().isEmpty()) {
                bind(assign.soleName(), assign.value());
            } else if (statement instanceof Stmt.If choice) {
                read(choice.then());
                read(choice.otherwise());
            } else if (statement instanceof Stmt.Loop loop) {
                read(loop.body());
            } else if (statement instanceof Stmt.With with) {
                read(with.body());
            }
        }
    }

    private void bind(String name, Expr value) {
        module(value).ifPresent(found -> {
            ModuleRef before = modules.put(name, found);
            if (before != null && !before.equals(found)) {
                ambiguous.add(name);
            }
        });
        program.function(value.toString()).ifPresent(found -> functions.put(name, found));
        if (isOwnBuffer(value)) {
            buffers.add(name);
        }
    }

    /** {@return the submodule that an expression stands for, if it stands for one} */
    Optional<ModuleRef> module(Expr written) {
        Expr expr = written.bare();
        if (expr instanceof Expr.Atom atom) {
            return Optional.ofNullable(modules.get(atom.text()));
        }
        if (expr instanceof Expr.Select select) {
            return module(select.base()).flatMap(base -> child(base, select.name()));
        }
        boolean reads = expr instanceof Expr.Call call
                && call.callee().toString().equals("getattr")
                && call.arguments().size() == 2;
        if (!reads) {
            return Optional.empty();
        }
        List<Expr.Argument> arguments = ((Expr.Call) expr).arguments();
        String name = Literal.unquote(arguments.get(1).value().toString());
        return module(arguments.get(0).value()).flatMap(base -> child(base, name));
    }

    private Optional<ModuleRef> child(ModuleRef base, String name) {
        return program.module(base.type().fields().getOrDefault(name, "")).map(type -> {
            List<String> path = new ArrayList<>(base.path());
            path.add(name);
            return new ModuleRef(List.copyOf(path), type);
        });
    }

    /** {@return the free function that a call's callee stands for, if it stands for one} */
    Optional<FunctionDef> function(Expr callee) {
        FunctionDef bound = functions.get(callee.bare().toString());
        return bound != null
                ? Optional.of(bound)
                : program.function(callee.bare().toString());
    }

    /** {@return whether an expression is a buffer of the module or of a submodule} */
    boolean isOwnBuffer(Expr expr) {
        if (expr instanceof Expr.Atom atom) {
            return buffers.contains(atom.text());
        }
        return expr instanceof Expr.Select select
                && module(select.base())
                        .filter(base -> base.type().buffers().contains(select.name()))
                        .isPresent();
    }
}
