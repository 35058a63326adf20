package io.interp.core.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import io.interp.core.Generator;
import io.interp.core.LatentSpace;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StageGraphTest {

    private final AtomicInteger sideRuns = new AtomicInteger();
    private NDManager manager;
    private BlockGenerator generator;

    /** image = maps(2 z) + maps(z); a side stage that the image does not need. */
    private StageGraph diamond() {
        return new StageGraph()
                .add("doubled", block(x -> x.get(0).mul(2)))
                .add("left", block(x -> x.get(0).reshape(-1, 1, 2, 2)))
                .add("side", block(x -> {
                    sideRuns.incrementAndGet();
                    return x.get(0).square();
                }))
                .add("right", block(x -> x.get(0).reshape(-1, 1, 2, 2)), StageGraph.INPUT)
                .add("image", block(x -> x.get(0).add(x.get(1))), "left", "right");
    }

    private static Block block(Function<NDList, NDArray> function) {
        return new LambdaBlock(x -> new NDList(function.apply(x)), "lambda");
    }

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        generator =
                BlockGenerator.ofGraph(manager, "diamond", LatentSpace.normal(4), this::diamond, "none", Map.of(), 0);
        sideRuns.set(0); // shapes were found by running it
    }

    @AfterEach
    void close() {
        generator.close();
        manager.close();
    }

    private NDArray z() {
        return manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 4));
    }

    @Test
    void stagesReadWhatTheyName() {
        assertThat(generator.layers().names()).containsExactly("doubled", "left", "side", "right", "image");
        assertThat(generator.imageShape()).isEqualTo(new Shape(1, 2, 2));
        assertThat(generator.generate(z()).toFloatArray()).containsExactly(3, 6, 9, 12);
    }

    @Test
    void replacingOneBranchLeavesTheOther() {
        NDArray zeros = manager.zeros(new Shape(1, 1, 2, 2));
        assertThat(generator.resume(z(), "left", zeros).toFloatArray()).containsExactly(1, 2, 3, 4);
        assertThat(generator.resume(z(), "right", zeros).toFloatArray()).containsExactly(2, 4, 6, 8);
        Run run = generator.run(
                z(), LayerHook.replace("left", zeros), LayerHook.capture("left"), LayerHook.capture("doubled"));
        assertThat(run.activation("left")).isEqualTo(zeros);
        assertThat(run.activation("doubled").toFloatArray()).containsExactly(2, 4, 6, 8);
    }

    @Test
    void stagesThatNothingNeedsRunOnlyForHooks() {
        generator.generate(z());
        assertThat(sideRuns).hasValue(0);
        Run run = generator.run(z(), LayerHook.capture("side"));
        assertThat(sideRuns).hasValue(1);
        assertThat(run.activation("side").toFloatArray()).containsExactly(4, 16, 36, 64);
        assertThat(generator.activation(z(), "side", Pass.INFERENCE)).isEqualTo(run.activation("side"));
        generator.activation(z(), "left", Pass.INFERENCE);
        assertThat(sideRuns).hasValue(2);
    }

    @Test
    void whatIsNeededStopsAtWhatIsGiven() {
        StageGraph graph = diamond();
        assertThat(graph.needed(Set.of("image"), Set.of()))
                .containsExactlyInAnyOrder("image", "left", "right", "doubled", StageGraph.INPUT);
        assertThat(graph.needed(Set.of("image", "left"), Set.of("left")))
                .containsExactlyInAnyOrder("image", "left", "right", StageGraph.INPUT);
        assertThat(graph.needed(Set.of("image", "doubled"), Set.of("left")))
                .containsExactlyInAnyOrder("image", "left", "right", "doubled", StageGraph.INPUT);
    }

    @Test
    void wrongGraphsAreRefused() {
        StageGraph graph = diamond();
        Block block = block(x -> x.get(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> graph.add("next", block, "imag"))
                .withMessageContaining("no stage 'imag'")
                .withMessageContaining("image");
        for (String taken : List.of("left", StageGraph.INPUT, " ")) {
            assertThatIllegalArgumentException().isThrownBy(() -> graph.add(taken, block));
        }
        Generator rectified = generator.rectified("left");
        NDArray negative = z().neg();
        assertThat(rectified.generate(negative).toFloatArray()).containsExactly(-1, -2, -3, -4);
        rectified.close();
    }
}
