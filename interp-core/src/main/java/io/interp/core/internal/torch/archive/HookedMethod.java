package io.interp.core.internal.torch.archive;

import io.interp.core.internal.torch.archive.FunctionDef.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Adds to the root a method that runs {@code forward} with hooks. */
final class HookedMethod {

    /** The name under which the root's own result is returned. */
    static final String IMAGES = "images";

    private HookedMethod() {}

    /**
     * Adds the method.
     *
     * @param tree the modules
     * @param name the method's name
     * @param points the hooks
     * @param returnImages whether the root's own result is returned too
     * @return the changes to make
     */
    static TextEdits write(ModuleTree tree, String name, List<HookPoint> points, boolean returnImages) {
        ClassDef type = tree.root().type();
        FunctionDef forward = tree.root().method();
        RootMethods.requireFree(type, name);
        if (returnImages && !forward.returnsTensor()) {
            throw new IllegalArgumentException(
                    "forward of " + type.typeName() + " returns " + forward.returns()
                            + ", not one Tensor: hooks can be put on its layers, but its own result can't be returned beside them");
        }
        IdentityHashMap<CallNode, List<HookPoint>> hooks = new IdentityHashMap<>();
        Set<String> keys = new HashSet<>(returnImages ? Set.of(IMAGES) : Set.of());
        for (HookPoint point : points) {
            hooks.computeIfAbsent(tree.call(point.layer()), call -> new ArrayList<>())
                    .add(point);
            if (point.kind() == HookPoint.Kind.CAPTURE && !keys.add(point.key())) {
                throw new IllegalArgumentException("two results would be named '" + point.key()
                        + "': choose another key" + " for the capture at " + point.layer());
            }
        }
        TextEdits edits = new TextEdits();
        HookRewriter.Copy copy = new HookRewriter(tree, hooks, "interp_" + name, edits).copy(tree.root(), returnImages);
        edits.addMethod(type, entrance(name, forward, copy, returnImages));
        return edits;
    }

    private static String entrance(String name, FunctionDef forward, HookRewriter.Copy copy, boolean returnImages) {
        FreshNames names = new FreshNames(forward.words());
        String feeds = names.like("feeds");
        String out = names.like("out");
        List<Parameter> parameters = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        body.append("    ").append(out).append(" = annotate(Dict[str, Tensor], {})\n");
        parameters.add(forward.parameters().get(0));
        StringBuilder passed = new StringBuilder(feeds + ", " + out);
        for (Parameter argument : forward.arguments()) {
            if (argument.defaultValue().isEmpty()) {
                parameters.add(argument);
            } else if (copy.taken().contains(argument.name())) {
                body.append(optional(argument, feeds, names));
            }
            if (copy.taken().contains(argument.name())) {
                passed.append(", ").append(argument.name());
            }
        }
        parameters.add(new Parameter(feeds, "Dict[str, Tensor]", ""));
        String call = "(" + forward.self() + ")." + copy.name() + "(" + passed + ")";
        String images = "torch._set_item(" + out + ", " + Literal.quote(IMAGES) + ", " + call + ")";
        body.append("    ").append(returnImages ? images : call).append('\n');
        body.append("    return ").append(out).append('\n');
        return MethodText.of(name, parameters, "Dict[str, Tensor]", body.toString());
    }

    /** An argument with a default is none of the method's: tensors may come under its name in the feeds. */
    private static String optional(Parameter argument, String feeds, FreshNames names) {
        String fallback = "annotate(" + argument.type() + ", " + argument.defaultValue() + ")";
        if (!argument.type().equals("Tensor") && !argument.type().equals("Optional[Tensor]")) {
            return "    " + argument.name() + " = " + fallback + "\n";
        }
        String key = Literal.quote(argument.name());
        String fed = names.next("fed");
        return "    if torch.__contains__(" + feeds + ", " + key + "):\n"
                + "      " + fed + " = " + feeds + "[" + key + "]\n"
                + "      " + argument.name() + " = annotate(" + argument.type() + ", " + fed + ")\n"
                + "    else:\n"
                + "      " + argument.name() + " = " + fallback + "\n";
    }
}
