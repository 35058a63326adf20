package io.interp.core.internal.torch.archive;

import io.interp.core.InterpException;
import io.interp.core.NearNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The modules of an archive, read from its types' annotations, and the calls of them that {@code forward} makes.
 *
 * <p>A module that is called twice is two layers, {@code conv#1} and {@code conv#2}; one that is never called is a module
 * but no layer.
 */
public final class ModuleTree {

    private static final int MOST_MODULES = 100_000;

    private final Program program;
    private final CallNode root;
    private final Map<String, CallNode> named;
    private final List<ModuleNode> modules;
    private final List<CallableLayer> calls;

    ModuleTree(Program program) {
        this.program = program;
        this.root = CallTreeBuilder.build(program);
        this.named = Collections.unmodifiableMap(LayerNames.of(root));
        List<ModuleNode> nodes = new ArrayList<>();
        collect("", program.root(), nodes);
        this.modules = List.copyOf(nodes);
        this.calls = named.entrySet().stream()
                .map(entry -> describe(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** {@return every module, the root first, children in the order of their type's annotations} */
    public List<ModuleNode> modules() {
        return modules;
    }

    /**
     * {@return the calls that a hook can be put on: those that return one plain tensor, in the order in which they return}
     *
     * <p>A module's children come before the module itself, as its value is there only after theirs.
     */
    public List<CallableLayer> layers() {
        return calls.stream().filter(CallableLayer::returnsTensor).toList();
    }

    /** {@return every call of a submodule, those that return tuples, lists or nothing too} */
    public List<CallableLayer> calls() {
        return calls;
    }

    /** {@return what {@code forward} returns, as TorchScript writes it, usually {@code Tensor}} */
    public String returns() {
        return root.method().returns();
    }

    /** {@return the names of the root's methods} */
    public List<String> methods() {
        return List.copyOf(root.type().methods().keySet());
    }

    /**
     * Finds a layer by name.
     *
     * @param name the name
     * @return the layer
     * @throws IllegalArgumentException if there is none of that name, it is never called, called more than once under
     *     that name, called in a loop, or returns no plain tensor; the message says which, and lists near names
     */
    public CallableLayer layer(String name) {
        return describe(name, call(name));
    }

    Program program() {
        return program;
    }

    CallNode root() {
        return root;
    }

    CallNode call(String name) {
        CallNode call = named.get(name);
        if (call == null) {
            throw new IllegalArgumentException(missing(name));
        }
        if (!call.method().returnsTensor()) {
            throw new IllegalArgumentException(
                    "layer '" + name + "' (" + call.type().typeName() + ") returns "
                            + call.method().returns() + "; hooks need one that returns a plain Tensor, such as "
                            + near(name));
        }
        if (call.repeated()) {
            throw new IllegalArgumentException(
                    "layer '" + name + "' is called in a loop, where one name stands for many"
                            + " values; hook one outside the loop, or export the module traced, which unrolls it");
        }
        return call;
    }

    private String missing(String name) {
        if (modules.size() == 1) {
            return "no layer '" + name + "': this archive has no submodules, as after torch.jit.freeze or"
                    + " optimize_for_inference; export it without them, with torch.jit.script or torch.jit.trace alone";
        }
        List<String> numbered = named.keySet().stream()
                .filter(known -> LayerNames.plain(known).equals(name))
                .toList();
        if (!numbered.isEmpty()) {
            return "layer '" + name + "' is called more than once; choose one of " + numbered;
        }
        Optional<ModuleNode> module = modules.stream()
                .filter(node -> !node.path().isEmpty() && node.path().equals(LayerNames.plain(name)))
                .findFirst();
        if (module.isPresent()
                && named.keySet().stream().noneMatch(k -> LayerNames.plain(k).equals(name))) {
            boolean called = named.keySet().stream()
                    .anyMatch(known -> LayerNames.plain(known).equals(LayerNames.plain(name)));
            if (!called) {
                return "module '" + name + "' (" + module.get().typeName()
                        + ") exists but forward never calls it; layers near it: " + near(name);
            }
        }
        return "no layer '" + name + "'; near names: " + near(name);
    }

    private List<String> near(String name) {
        return NearNames.near(name, layers().stream().map(CallableLayer::name).toList());
    }

    private void collect(String path, ClassDef type, List<ModuleNode> into) {
        if (into.size() >= MOST_MODULES) {
            throw new InterpException("TorchScript archive with more than " + MOST_MODULES + " modules: refused");
        }
        List<String> children = type.fields().entrySet().stream()
                .filter(field -> program.module(field.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .toList();
        ModuleNode node = new ModuleNode(
                path, type.typeName(), type.qualifiedName(), type.parameters(), type.buffers(), children);
        into.add(node);
        children.forEach(child -> collect(
                node.pathOf(child), program.module(type.fields().get(child)).orElseThrow(), into));
    }

    private static CallableLayer describe(String name, CallNode call) {
        return new CallableLayer(
                name,
                String.join(".", call.path()),
                call.type().typeName(),
                call.type().qualifiedName(),
                call.method().name(),
                call.method().returns(),
                call.conditional(),
                call.repeated());
    }
}
