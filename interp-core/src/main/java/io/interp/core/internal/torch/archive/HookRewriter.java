package io.interp.core.internal.torch.archive;

import io.interp.core.internal.torch.archive.FunctionDef.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the copies of the methods along the paths from the root to hooked layers.
 *
 * <p>A copy takes two dictionaries more, what is fed and what is handed out, and passes them on. It takes only those of
 * its original's arguments that are still read, and returns nothing where its value is not read. No method that an archive
 * came with is changed.
 */
final class HookRewriter {

    private static final String DICTIONARY = "Dict[str, Tensor]";

    private final Program program;
    private final Effects effects;
    private final IdentityHashMap<CallNode, List<HookPoint>> hooks;
    private final Set<CallNode> touched = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<CallNode> capturing = Collections.newSetFromMap(new IdentityHashMap<>());
    private final boolean clones;
    private final String prefix;
    private final TextEdits edits;
    private int copies;

    /**
     * A method that was written.
     *
     * @param name its name
     * @param taken the names of the original's arguments that it still takes
     */
    record Copy(String name, Set<String> taken) {}

    /**
     * Prepares.
     *
     * @param tree the modules
     * @param hooks the hooks of each hooked call, in the order in which they act
     * @param prefix how the names of the copies start
     * @param edits takes the copies
     */
    HookRewriter(ModuleTree tree, IdentityHashMap<CallNode, List<HookPoint>> hooks, String prefix, TextEdits edits) {
        this.program = tree.program();
        this.effects = new Effects(program);
        this.hooks = hooks;
        this.prefix = prefix;
        this.edits = edits;
        this.clones = !effects.leavesTensorsAlone(program.root(), tree.root().method());
        hooks.forEach((call, points) -> {
            boolean captures = points.stream().anyMatch(p -> p.kind() == HookPoint.Kind.CAPTURE);
            for (CallNode node = call; node != null; node = node.parent()) {
                touched.add(node);
                if (captures) {
                    capturing.add(node);
                }
            }
        });
    }

    /**
     * Writes the copy of a call's method.
     *
     * @param frame the call
     * @param read whether its value is read
     * @return the copy
     */
    Copy copy(CallNode frame, boolean read) {
        FunctionDef method = frame.method();
        FreshNames names = new FreshNames(method.words());
        String feeds = names.like("interp_feeds");
        String out = names.like("interp_out");
        HookLinesWriter lines = new HookLinesWriter(names, feeds, out, clones);
        Hoisting hoisting = new Hoisting(
                frame, touched, names, (call, value) -> lines.write(hooks.getOrDefault(call, List.of()), value));
        FunctionDef hoisted = new FunctionDef(
                method.name(), method.parameters(), method.returns(), hoisting.rewrite(method.body()), 0, 0);
        Scope scope = Scope.of(program, frame.type(), hoisted);
        Slicer.HookedCalls inner = new Slicer.HookedCalls() {
            @Override
            public boolean contains(Expr expr) {
                return hoisting.callAt(expr) != null;
            }

            @Override
            public Optional<Expr> rewrite(Expr expr, boolean valueRead) {
                return call(hoisting.callAt(expr), (Expr.Call) expr, scope, valueRead, List.of(feeds, out));
            }
        };
        Set<String> free = new HashSet<>(Set.of(method.self(), feeds, out));
        if (frame.parent() == null) {
            method.arguments().forEach(argument -> free.add(argument.name()));
        }
        Set<String> live = new HashSet<>();
        List<Stmt> body =
                new ArrayList<>(new Slicer(effects, scope, inner, read, hoisted, free).slice(hoisted.body(), live));
        if (!read) {
            body.add(new Stmt.Return(new Expr.Atom("None")));
        }
        List<Parameter> taken =
                method.arguments().stream().filter(p -> live.contains(p.name())).toList();
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(method.parameters().get(0));
        parameters.add(new Parameter(feeds, DICTIONARY, ""));
        parameters.add(new Parameter(out, DICTIONARY, ""));
        parameters.addAll(taken);
        String name = freeName(frame.type(), method.name());
        edits.addMethod(frame.type(), MethodText.of(name, parameters, read ? method.returns() : "NoneType", body));
        return new Copy(name, taken.stream().map(Parameter::name).collect(Collectors.toSet()));
    }

    private String freeName(ClassDef type, String original) {
        String name;
        do {
            name = prefix + "_" + copies++ + "_" + original;
        } while (type.method(name).isPresent());
        return name;
    }

    private Optional<Expr> call(CallNode node, Expr.Call call, Scope scope, boolean read, List<String> dictionaries) {
        boolean hooksInside = node.calls().stream().anyMatch(touched::contains);
        boolean capturesInside = node.calls().stream().anyMatch(capturing::contains);
        if (!read && !capturesInside && effects.droppable(call, scope)) {
            return Optional.empty();
        }
        if (!hooksInside) {
            return Optional.of(call);
        }
        Copy copy = copy(node, read);
        List<Parameter> declared = node.method().arguments();
        List<Expr.Argument> arguments = new ArrayList<>();
        dictionaries.forEach(name -> arguments.add(new Expr.Argument("", new Expr.Atom(name))));
        boolean skipped = false;
        for (int i = 0; i < call.arguments().size(); i++) {
            Expr.Argument argument = call.arguments().get(i);
            String name = argument.keyword().isEmpty() ? declared.get(i).name() : argument.keyword();
            skipped |= !argument.keyword().isEmpty();
            if (copy.taken().contains(name)) {
                arguments.add(new Expr.Argument(skipped ? name : "", argument.value()));
            }
        }
        Expr.Select callee = (Expr.Select) call.callee();
        return Optional.of(new Expr.Call(new Expr.Select(callee.base(), copy.name()), List.copyOf(arguments)));
    }
}
