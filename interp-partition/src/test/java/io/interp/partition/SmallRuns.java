package io.interp.partition;

import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;

/** Settings and data of runs that take a second. */
public final class SmallRuns {

    private SmallRuns() {}

    /** {@return settings of one GAN step and 4 latents an update; regroups at the updates 0, 1, 3, 6, 9, ...} */
    public static PartitionOptions options(int groups, int updates) {
        PartitionOptions robust = PartitionOptions.robust(groups).withSeed(3);
        return new PartitionOptions(
                robust.mixture(),
                robust.energy(),
                true,
                robust.gan().withBatchSize(4),
                robust.energyAdam(),
                updates,
                1,
                2,
                3,
                1,
                64,
                4,
                2);
    }

    /** {@return 64 drawn faces of 16 x 16} */
    public static ImageSource faces() {
        return ImageSources.open("drawn:faces?count=64", 3, 16, 16);
    }
}
