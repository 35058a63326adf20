package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.List;

/**
 * Adds to the root methods that hand its parameters and buffers out and take others over, without copying: two loaded
 * modules then share their weights.
 */
final class Adoption {

    private Adoption() {}

    /**
     * Adds the method that hands them out.
     *
     * @param tree the modules
     * @param name the method's name
     * @return the changes to make
     */
    static TextEdits writeHandOut(ModuleTree tree, String name) {
        ClassDef root = tree.root().type();
        RootMethods.requireFree(root, name);
        StringBuilder body = new StringBuilder("    tensors = annotate(Dict[str, Tensor], {})\n");
        int count = 0;
        for (ModuleNode module : tree.modules()) {
            for (String tensor : tensors(tree, module)) {
                String value = "tensor_" + count++;
                String put = "torch._set_item(tensors, " + Literal.quote(module.pathOf(tensor)) + ", ";
                body.append("    ").append(value).append(" = ").append(reach(module.path()));
                body.append('.').append(tensor).append('\n');
                if (type(tree, module).fields().get(tensor).equals("Tensor")) {
                    body.append("    ").append(put).append(value).append(")\n");
                } else {
                    body.append("    if torch.__isnot__(").append(value).append(", None):\n");
                    body.append("      ").append(put).append("unchecked_cast(Tensor, ");
                    body.append(value).append("))\n");
                }
            }
        }
        body.append("    return tensors\n");
        String head = "  def " + name + "(self: " + root.qualifiedName() + ") -> Dict[str, Tensor]:\n";
        TextEdits edits = new TextEdits();
        edits.addMethod(root, head + body);
        return edits;
    }

    private static ClassDef type(ModuleTree tree, ModuleNode module) {
        return tree.program().module(module.qualifiedType()).orElseThrow();
    }

    private static List<String> tensors(ModuleTree tree, ModuleNode module) {
        List<String> tensors = new ArrayList<>(module.parameters());
        tensors.addAll(module.buffers());
        ClassDef type = type(tree, module);
        tensors.removeIf(tensor -> !type.fields().getOrDefault(tensor, "").contains("Tensor"));
        return tensors;
    }

    /**
     * Adds the method that takes others over.
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
            List<String> tensors = tensors(tree, module);
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
