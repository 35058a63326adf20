package io.interp.dissect.picture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.interp.core.Generator;
import io.interp.core.LayerHook;
import io.interp.core.Run;
import io.interp.core.image.Heatmap;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.Pictures;
import io.interp.core.image.RegionOutline;
import io.interp.core.tensor.GradScope;
import io.interp.dissect.Alignment;
import io.interp.dissect.DissectedUnit;
import io.interp.dissect.Dissection;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * The images that activate a unit most, bright and outlined where it exceeds its threshold and dimmed elsewhere. Images are
 * made again from their latents, one unit at a time, so memory does not grow with the number of units.
 */
public final class UnitGallery {

    private static final int LEAST_SIZE = 96;

    private final Generator generator;
    private final Dissection dissection;
    private final int images;

    /**
     * Prepares pictures.
     *
     * @param generator the generator that was dissected
     * @param dissection what was found
     * @param images how many images a unit, at most as many as the dissection kept
     * @throws IllegalArgumentException if the number is below 1, or the generator is another one
     */
    public UnitGallery(Generator generator, Dissection dissection, int images) {
        if (images < 1) {
            throw new IllegalArgumentException("a gallery needs 1 image a unit or more, got " + images);
        }
        if (!generator.fingerprint().equals(dissection.origin().fingerprint())) {
            throw new IllegalArgumentException("the dissection is of another generator, '"
                    + dissection.origin().model() + "', or its weights have changed; dissect '" + generator.name()
                    + "' again");
        }
        this.generator = generator;
        this.dissection = dissection;
        this.images = images;
    }

    /**
     * Draws one unit's images in a row, the strongest first.
     *
     * @param unit the unit
     * @return the strip; images are enlarged to 96 pixels or more
     */
    public BufferedImage strip(DissectedUnit unit) {
        List<Long> indices = unit.top().stream()
                .limit(images)
                .map(DissectedUnit.TopImage::index)
                .toList();
        List<BufferedImage> cells = new ArrayList<>();
        try (GradScope off = GradScope.off();
                NDManager scope = generator.manager().newSubManager()) {
            NDArray z = dissection.latents(scope, generator, indices);
            Run run = generator.run(z, LayerHook.capture(unit.layer()));
            List<BufferedImage> pictures = Pictures.of(run.images());
            int height = pictures.get(0).getHeight();
            int width = pictures.get(0).getWidth();
            int factor = Math.max(1, (LEAST_SIZE + height - 1) / height);
            NDArray own = run.activation(unit.layer()).get(new NDIndex(":, " + unit.unit() + ":" + (unit.unit() + 1)));
            NDArray maps = dissection
                    .options()
                    .alignments()
                    .getOrDefault(unit.layer(), Alignment.centred())
                    .upsample(own, height, width, height * factor, width * factor); // [n, 1, H, W]
            NDArray masks = maps.gt((float) unit.threshold());
            boolean[] on = masks.toBooleanArray();
            for (int i = 0; i < pictures.size(); i++) {
                float[] mask = new float[height * width * factor * factor];
                for (int p = 0; p < mask.length; p++) {
                    mask[p] = on[i * mask.length + p] ? 1 : 0;
                }
                BufferedImage large = Pictures.enlarge(pictures.get(i), factor);
                cells.add(
                        RegionOutline.standard().draw(large, Heatmap.of(mask, height * factor, width * factor), 0, 1));
            }
        }
        return ImageGrid.strip(cells).draw();
    }

    /**
     * Draws several units, one row each with its class.
     *
     * @param units the units, one or more
     * @return the sheet
     * @throws IllegalArgumentException if there are none
     */
    public BufferedImage sheet(List<DissectedUnit> units) {
        if (units.isEmpty()) {
            throw new IllegalArgumentException("a gallery needs one unit or more; are any interpretable?");
        }
        List<String> names = units.stream()
                .map(unit -> unit.unit() + " " + unit.label().name())
                .toList();
        return ImageGrid.of(units.stream().map(this::strip).toList())
                .columns(1)
                .rowLabels(names)
                .draw();
    }
}
