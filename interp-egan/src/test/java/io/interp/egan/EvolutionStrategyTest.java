package io.interp.egan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.util.Progress;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.io.HostArray;
import io.interp.core.train.Checkpoint;
import io.interp.testkit.contract.SharedModels;
import io.interp.testkit.contract.StrategyContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvolutionStrategyTest extends StrategyContract<EvolvedGan> {

    @TempDir
    private Path folder;

    @Override
    protected EvolutionStrategy strategy() {
        return new EvolutionStrategy(SmallEvolutions.options(), SmallEvolutions.POINTS, 3).snapshots(2, 4);
    }

    @Override
    protected Gan gan(NDManager manager) {
        return Gan.of(SmallEvolutions.TINY.generator(manager, 1), SmallEvolutions.TINY.discriminator(manager, 2));
    }

    @Override
    protected Gan unsuitableGan(NDManager manager) {
        return Gan.of(new Dcgan(3, 8, 1, 4, 4).generator(manager, 1));
    }

    @Override
    protected Map<String, HostArray> view(EvolvedGan result) {
        Map<String, HostArray> view =
                new LinkedHashMap<>(Checkpoint.copyOf(result.generator().state()));
        Checkpoint.copyOf(result.discriminator().state()).forEach((name, array) -> view.put("critic." + name, array));
        view.putAll(result.history().state());
        result.snapshots().forEach(one -> view.put("snapshot" + one.step(), one.images()));
        return view;
    }

    @Test
    void aStoppedRunGoesOnToTheSameResult() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = SmallEvolutions.TINY.generator(manager, 1)) {
            EvolutionStrategy plain =
                    new EvolutionStrategy(SmallEvolutions.options(), SmallEvolutions.POINTS, 7).snapshots(3, 4);
            EvolutionStrategy kept = plain.checkpoints(folder.resolve("run"), 2);
            assertThatThrownBy(() -> kept.listener(report -> {
                                if (report.step() == 5) {
                                    throw new CancellationException("stopped");
                                }
                            })
                            .apply(Gan.of(generator))
                            .close())
                    .isInstanceOf(CancellationException.class);
            List<Long> seen = new ArrayList<>();
            int arrays = manager.getManagedArrays().size();
            try (EvolvedGan whole = plain.apply(Gan.of(generator));
                    EvolvedGan resumed =
                            kept.listener(report -> seen.add(report.step())).apply(Gan.of(generator));
                    EvolvedGan again = kept.apply(Gan.of(generator))) {
                assertThat(seen).containsExactly(5L, 6L, 7L);
                Map<String, HostArray> expected = view(whole);
                for (EvolvedGan other : List.of(resumed, again)) {
                    Map<String, HostArray> found = view(other);
                    assertThat(found.keySet()).isEqualTo(expected.keySet());
                    found.forEach((name, array) -> assertThat(array.bytes())
                            .as(name)
                            .isEqualTo(expected.get(name).bytes()));
                }
                assertThat(whole.snapshots()).extracting(Snapshot::step).containsExactly(0L, 3L, 6L);
                assertThat(whole.toString()).contains("after 7 generations", "1 parent,", "heuristic", "minimax");
            }
            assertThat(manager.getManagedArrays()).hasSize(arrays);
        }
    }

    @Test
    void listenersAndProgressHearOfEveryGeneration() {
        List<Long> steps = new ArrayList<>();
        List<String> progress = new ArrayList<>();
        Progress display = new Progress() {
            @Override
            public void reset(String message, long max, String trailing) {
                progress.add(message + max);
            }

            @Override
            public void start(long initial) {
                progress.add("from " + initial);
            }

            @Override
            public void end() {
                progress.add("end");
            }

            @Override
            public void increment(long by) {}

            @Override
            public void update(long done, String additional) {
                progress.add(Long.toString(done));
            }
        };
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = SmallEvolutions.TINY.generator(manager, 1);
                EvolvedGan evolved = strategy()
                        .listener(report -> steps.add(report.step()))
                        .progress(display)
                        .apply(Gan.of(generator))) {
            assertThat(steps).containsExactly(1L, 2L, 3L);
            assertThat(progress).containsExactly("generations3", "from 0", "0", "1", "2", "end");
            assertThat(evolved.gan().discriminator()).isPresent();
            assertThat(evolved.history().wins().values().stream()
                            .mapToDouble(w -> w)
                            .sum())
                    .isBetween(0.999999, 1.000001);
        }
    }

    /** A published generator takes part like any other. */
    @Test
    void aTorchScriptGeneratorCanBeTheAncestor() {
        Path model = SharedModels.require("mnist28_dcgan_dennis/generator.scripted.pt");
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = GeneratorFiles.load(model, manager);
                NDManager scope = manager.newSubManager()) {
            ImageSource images =
                    ImageSource.of(generator.generate(generator.latents().sample(scope, 1, 24)));
            EvolutionOptions options =
                    EvolutionOptions.released().withBatchSize(4).withEvaluationSize(8);
            String before = generator.fingerprint();
            try (EvolvedGan evolved = new EvolutionStrategy(options, images, 2).apply(Gan.of(generator))) {
                assertThat(evolved.generator().fingerprint()).isNotEqualTo(before);
                assertThat(generator.fingerprint()).isEqualTo(before);
                evolved.generator().save(folder.resolve("generator"));
                try (Generator loaded = GeneratorFiles.load(folder.resolve("generator"), manager)) {
                    var z = loaded.latents().sample(scope, 5, 3);
                    assertThat(loaded.generate(z).toFloatArray())
                            .containsExactly(evolved.generator().generate(z).toFloatArray());
                }
            }
        }
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        EvolutionOptions options = SmallEvolutions.options();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvolutionStrategy(options, SmallEvolutions.POINTS, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> strategy().checkpoints(folder, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> strategy().snapshots(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> strategy().snapshots(1, 0));
    }
}
