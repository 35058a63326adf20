package io.interp.egan;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.Draws;
import io.interp.core.train.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes snapshots at regular steps, of latents that depend on the seed alone, and keeps them through a restart. */
final class SnapshotLog {

    private static final long LATENTS = 0x536e;
    private static final String GROUP = "snapshots";

    private final int interval;
    private final int images;
    private final long seed;
    private final Map<Long, Snapshot> taken = new TreeMap<>();

    /** An interval of 0 takes none. */
    SnapshotLog(int interval, int images, long seed) {
        this.interval = interval;
        this.images = images;
        this.seed = seed;
    }

    void take(long step, Generator generator) {
        if (interval == 0 || step % interval != 0) {
            return;
        }
        try (NDManager scope = generator.manager().newSubManager()) {
            taken.put(
                    step,
                    new Snapshot(
                            step,
                            HostArray.copyOf(generator.generate(
                                    generator.latents().sample(scope, Draws.derive(seed, LATENTS), images)))));
        }
    }

    List<Snapshot> snapshots() {
        return List.copyOf(taken.values());
    }

    void save(Path file) {
        Checkpoint checkpoint = new Checkpoint();
        taken.forEach((step, one) -> checkpoint.put(GROUP, Map.of(Long.toString(step), one.images())));
        checkpoint.write(file);
    }

    void restore(Path file) {
        taken.clear();
        Checkpoint.read(file).get(GROUP).forEach((name, saved) -> {
            long step = Long.parseLong(name);
            taken.put(step, new Snapshot(step, saved));
        });
    }
}
