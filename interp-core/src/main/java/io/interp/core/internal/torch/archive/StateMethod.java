package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.List;

/** Adds to the root a method that returns every parameter and buffer of every module, not copied. */
final class StateMethod {

    private StateMethod() {}

    /**
     * Adds the method.
     *
     * @param tree the modules
     * @param name the method's name
     * @return the changes to make
     */
    static TextEdits write(ModuleTree tree, String name) {
        ClassDef root = tree.root().type();
        RootMethods.requireFree(root, name);
        StringBuilder body = new StringBuilder("    state = annotate(Dict[str, Tensor], {})\n");
        int count = 0;
        for (ModuleNode module : tree.modules()) {
            ClassDef type = tree.program().module(module.qualifiedType()).orElseThrow();
            List<String> tensors = new ArrayList<>(module.parameters());
            tensors.addAll(module.buffers());
            tensors.removeIf(tensor -> !type.fields().getOrDefault(tensor, "").equals("Tensor"));
            for (String tensor : tensors) {
                body.append("    _")
                        .append(count++)
                        .append(" = torch._set_item(state, ")
                        .append(Literal.quote(module.pathOf(tensor)))
                        .append(", ")
                        .append(Adoption.reach(module.path()))
                        .append('.')
                        .append(tensor)
                        .append(")\n");
            }
        }
        body.append("    return state\n");
        TextEdits edits = new TextEdits();
        edits.addMethod(root, "  def " + name + "(self: " + root.qualifiedName() + ") -> Dict[str, Tensor]:\n" + body);
        return edits;
    }
}
