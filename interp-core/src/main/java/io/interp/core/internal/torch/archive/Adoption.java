package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.List;

/**
 * Adds to the root a method that takes over tensors as parameters and buffers, without copying: two loaded modules then
 * share their weights.
 */
final class Adoption {

    private Adoption() {}

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
        StringBuilder body = new StringBuilder("    adopted = 0\n");
        int count = 0;
        for (ModuleNode module : tree.modules()) {
            List<String> tensors = new ArrayList<>(module.parameters());
            tensors.addAll(module.buffers());
            ClassDef type = tree.program().module(module.qualifiedType()).orElseThrow();
            tensors.removeIf(tensor -> !type.fields().getOrDefault(tensor, "").contains("Tensor"));
            if (tensors.isEmpty()) {
                continue;
            }
            String owner = "module_" + count++;
            body.append("    ")
                    .append(owner)
                    .append(" = ")
                    .append(reach(module.path()))
                    .append('\n');
            for (String tensor : tensors) {
                String key = Literal.quote(module.pathOf(tensor));
                body.append("    if torch.__contains__(tensors, ").append(key).append("):\n");
                body.append("      ").append(owner).append('.').append(tensor);
                body.append(" = tensors[").append(key).append("]\n");
                body.append("      adopted = torch.add(adopted, 1)\n");
            }
        }
        body.append("    return torch.tensor(adopted)\n");
        String head =
                "  def " + name + "(self: " + root.qualifiedName() + ",\n    tensors: Dict[str, Tensor]) -> Tensor:\n";
        TextEdits edits = new TextEdits();
        edits.addMethod(root, head + body);
        return edits;
    }

    /** The expression for a module, from the root. */
    static String reach(String path) {
        String expr = "self";
        if (!path.isEmpty()) {
            for (String name : path.split("\\.", -1)) {
                expr = "getattr(" + expr + ", " + Literal.quote(name) + ")";
            }
        }
        return expr;
    }
}
