package io.interp.core.block;

import ai.djl.nn.Block;
import io.interp.core.NearNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named blocks in the order they run, and what each reads: the output of the stage before it, or those of any earlier
 * stages. Styles, class embeddings and skip connections are stages that later ones name.
 *
 * <pre>{@code
 * new StageGraph()
 *         .add("mapping", mapping)                              // reads the network's input
 *         .add("layer0", first)                                 // reads "mapping"
 *         .add("layer1", second, "layer0", "mapping")           // reads two arrays
 *         .add("image", output, "layer1");
 * }</pre>
 */
public final class StageGraph {

    /** The name under which stages read the network's own input. */
    public static final String INPUT = "input";

    private final Map<String, Block> blocks = new LinkedHashMap<>();
    private final Map<String, List<String>> reads = new LinkedHashMap<>();
    private String last = INPUT;

    /** Creates an empty graph. */
    public StageGraph() {}

    /**
     * Returns a chain: each stage reads the one before it.
     *
     * @param blocks the blocks by name, in the order they run
     * @return the graph
     */
    static StageGraph chain(Map<String, Block> blocks) {
        StageGraph graph = new StageGraph();
        blocks.forEach(graph::add);
        return graph;
    }

    /**
     * Adds a stage.
     *
     * @param name its name, a dotted path
     * @param block the block, taken over
     * @param reads the earlier stages whose outputs are its inputs in order, {@link #INPUT} for the network's own; none
     *     for the output of the stage added before
     * @return this graph
     * @throws IllegalArgumentException if the name is taken or a stage that is read has not been added yet
     */
    public StageGraph add(String name, Block block, String... reads) {
        if (name.isBlank() || name.equals(INPUT) || blocks.containsKey(name)) {
            throw new IllegalArgumentException(
                    "a stage needs a name of its own that is not '" + INPUT + "', got '" + name + "'");
        }
        for (String read : reads) {
            if (!read.equals(INPUT) && !blocks.containsKey(read)) {
                throw new IllegalArgumentException(
                        NearNames.unknown("stage", read, "the stages before '" + name + "'", blocks.keySet()));
            }
        }
        this.reads.put(name, reads.length == 0 ? List.of(last) : List.of(reads));
        blocks.put(name, block);
        last = name;
        return this;
    }

    /** {@return the blocks by name, in the order they run} */
    Map<String, Block> blocks() {
        return Collections.unmodifiableMap(blocks);
    }

    /** {@return what a stage reads} */
    List<String> reads(String stage) {
        return reads.get(stage);
    }

    /**
     * Returns the stages that have to run.
     *
     * @param wanted the stages whose outputs are asked for
     * @param given those whose outputs are known, so that what they read is not needed for them
     * @return names, the wanted ones among them
     */
    Set<String> needed(Set<String> wanted, Set<String> given) {
        Set<String> needed = new LinkedHashSet<>(wanted);
        List<String> backwards = new ArrayList<>(blocks.keySet());
        Collections.reverse(backwards);
        for (String stage : backwards) {
            if (needed.contains(stage) && !given.contains(stage)) {
                needed.addAll(reads.get(stage));
            }
        }
        return needed;
    }
}
