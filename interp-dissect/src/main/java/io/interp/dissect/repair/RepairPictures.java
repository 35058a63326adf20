package io.interp.dissect.repair;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.image.DifferenceImage;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.Pictures;
import io.interp.core.tensor.GradScope;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Pictures of a repair: each image, the image repaired, and where they differ. */
public final class RepairPictures {

    private static final double GAIN = 2;

    private final Generator generator;
    private final Repair repair;

    /**
     * Prepares pictures.
     *
     * @param generator the generator that was repaired
     * @param repair the repair
     */
    public RepairPictures(Generator generator, Repair repair) {
        this.generator = generator;
        this.repair = repair;
    }

    /**
     * {@return the images that the repair helps most}
     *
     * @param images how many, at least 1; fewer if not so many were measured
     */
    public ImageGrid helped(int images) {
        return grid(repair.worst().subList(0, Math.min(images, repair.worst().size())));
    }

    /**
     * {@return images that need no repair, evenly from the one it changes most to the one it changes least}
     *
     * @param images how many, at least 1; fewer if there are fewer
     * @throws IllegalStateException if there is none
     */
    public ImageGrid untouched(int images) {
        List<Integer> sound = repair.sound();
        if (sound.isEmpty()) {
            throw new IllegalStateException("every image measured is affected, there is none that needs no repair");
        }
        int shown = Math.min(images, sound.size());
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            chosen.add(sound.get(shown == 1 ? 0 : i * (sound.size() - 1) / (shown - 1)));
        }
        return grid(chosen);
    }

    /** Three rows: images, repaired images, differences twice as strong. */
    private ImageGrid grid(List<Integer> indices) {
        List<BufferedImage> before = new ArrayList<>();
        List<BufferedImage> after = new ArrayList<>();
        for (int index : indices) {
            try (GradScope off = GradScope.off();
                    NDManager scope = generator.manager().newSubManager()) {
                NDArray z = generator
                        .latents()
                        .sample(scope, repair.options().sample().seed(), index, 1);
                before.addAll(Pictures.of(generator.generate(z)));
                after.addAll(Pictures.of(
                        generator.run(z, repair.edit().toHook(scope)).images()));
            }
        }
        List<BufferedImage> cells = new ArrayList<>(before);
        cells.addAll(after);
        for (int i = 0; i < before.size(); i++) {
            cells.add(DifferenceImage.of(before.get(i), after.get(i), GAIN));
        }
        return ImageGrid.of(cells).columns(before.size()).rowLabels(List.of("before", "after", "difference"));
    }
}
