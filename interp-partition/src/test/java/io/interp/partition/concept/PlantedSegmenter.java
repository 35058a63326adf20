package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.measure.Segmenter;
import java.util.List;

/** Knows where the planted generator draws its parts, at the resolution of the maps or of the images. */
public final class PlantedSegmenter implements Segmenter {

    private final int zoom;

    /** Segments with so many pixels per position of the maps. */
    public PlantedSegmenter(int zoom) {
        this.zoom = zoom;
    }

    @Override
    public String name() {
        return "planted";
    }

    /** The classes: the boxes' parts shifted by one, and one that is never there. */
    @Override
    public List<String> labels() {
        return List.of("background", "left eye", "right eye", "mouth", "hair", "hat");
    }

    @Override
    public NDArray segment(NDArray images) {
        int count = Math.toIntExact(images.getShape().get(0));
        int side = PlantedGenerator.SIDE * zoom;
        long[] classes = new long[count * side * side];
        for (int i = 0; i < classes.length; i++) {
            int y = i / side % side / zoom;
            int x = i % side / zoom;
            for (int c = 0; c < PlantedGenerator.BOXES.length; c++) {
                int[] box = PlantedGenerator.BOXES[c];
                if (y >= box[0] && y <= box[2] && x >= box[1] && x <= box[3]) {
                    classes[i] = 1L + c;
                }
            }
        }
        return images.getManager().create(classes, new Shape(count, side, side));
    }

    @Override
    public void close() {}
}
