package io.interp.core.internal.torch.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names each call of a submodule: its dotted path, numbered from one ({@code conv#1}, {@code conv#2}) where one path is
 * called more than once. What is called inside a numbered call carries the number: {@code block#2.conv}.
 */
final class LayerNames {

    private LayerNames() {}

    /**
     * Names the calls of a tree.
     *
     * @param root the root's call
     * @return the calls by name, in the order in which they return
     */
    static Map<String, CallNode> of(CallNode root) {
        List<CallNode> inOrder = new ArrayList<>();
        collect(root, inOrder);
        // A name is built on the name of the module around, whose path is shorter: shorter paths first.
        List<CallNode> shortFirst = new ArrayList<>(inOrder);
        shortFirst.sort(Comparator.comparingInt(node -> node.path().size()));
        IdentityHashMap<CallNode, String> names = new IdentityHashMap<>();
        names.put(root, "");
        for (int from = 0; from < shortFirst.size(); ) {
            int length = shortFirst.get(from).path().size();
            int to = from;
            Map<String, List<CallNode>> alike = new LinkedHashMap<>();
            while (to < shortFirst.size() && shortFirst.get(to).path().size() == length) {
                CallNode node = shortFirst.get(to++);
                alike.computeIfAbsent(plainName(node, names), n -> new ArrayList<>())
                        .add(node);
            }
            alike.forEach((name, nodes) -> number(name, nodes, names));
            from = to;
        }
        Map<String, CallNode> named = new LinkedHashMap<>();
        inOrder.forEach(node -> named.put(names.get(node), node));
        return named;
    }

    private static void collect(CallNode frame, List<CallNode> into) {
        for (CallNode call : frame.calls()) {
            collect(call, into);
            if (!call.ofOwnModule()) {
                into.add(call);
            }
        }
    }

    private static String plainName(CallNode node, IdentityHashMap<CallNode, String> names) {
        CallNode around = node.parent().invocation();
        String prefix = names.get(around);
        String own = String.join(
                ".", node.path().subList(around.path().size(), node.path().size()));
        return prefix.isEmpty() ? own : prefix + "." + own;
    }

    private static void number(String name, List<CallNode> nodes, IdentityHashMap<CallNode, String> names) {
        for (int i = 0; i < nodes.size(); i++) {
            names.put(nodes.get(i), nodes.size() == 1 ? name : name + "#" + (i + 1));
        }
    }

    /** {@return how often each path is called, numbers left out} */
    static Map<String, Integer> counts(Map<String, CallNode> named) {
        Map<String, Integer> counts = new HashMap<>();
        named.keySet().forEach(name -> counts.merge(plain(name), 1, Integer::sum));
        return counts;
    }

    /** {@return a name without its call numbers} */
    static String plain(String name) {
        return name.replaceAll("#\\d+(?=\\.|$)", "");
    }
}
