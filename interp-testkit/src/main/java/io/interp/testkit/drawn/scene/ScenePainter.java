package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.Canvas;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Paints scenes from factors.
 *
 * <p>Sky, hills, meadow and bare earth come first, then house, trees and people from the farthest to the nearest, so that
 * near things hide what is behind them. The picture is sampled 4 x 4 times per pixel below 64 pixels, 3 x 3 up to 256 and 2
 * x 2 above, and averaged. The mask comes from the same samples: each belongs to the topmost thing there, and each pixel to
 * the class with most of its samples. A painter has no state besides its size and can be used from many threads.
 */
public final class ScenePainter {
    private final int size;
    private final int samples;

    /**
     * A painter of square images.
     *
     * @param size width and height in pixels, 32 to 512
     * @throws IllegalArgumentException if the size is out of this range
     */
    public ScenePainter(int size) {
        if (size < 32 || size > 512) {
            throw new IllegalArgumentException("size must lie in [32, 512] pixels; got " + size);
        }
        this.size = size;
        this.samples = size < 64 ? 4 : size <= 256 ? 3 : 2;
    }

    /** {@return width and height of the images in pixels} */
    public int size() {
        return size;
    }

    /** Something that stands on the meadow at a height of the image. */
    private record Standing(double foot, Runnable paint) {}

    /**
     * Paints a scene.
     *
     * @param factors what it looks like
     * @return the picture with its mask; the caller owns both
     */
    public DrawnScene paint(SceneFactors factors) {
        Canvas canvas = new Canvas(size, samples, DrawnScene.CLASSES.size());
        Daylight daylight = new Daylight(factors.time(), factors.sun().x());
        new SkyPainter(factors, daylight).paint(canvas);
        Land land = factors.land();
        LandPainter ground = new LandPainter(land, daylight);
        boolean inhabited = factors.house().kind() != HouseKind.NONE;
        HousePainter house = new HousePainter(factors.house(), land, daylight);
        double pathX = inhabited ? house.doorX() : 0.62 * factors.house().x();
        ground.paint(canvas, pathX, inhabited ? house.foot() : land.edge(pathX) + 0.01);

        List<Standing> standing = new ArrayList<>();
        if (inhabited) {
            standing.add(new Standing(house.foot(), () -> house.paint(canvas, ground)));
        }
        for (Trees.Tree tree : factors.trees().all()) {
            if (tree.size() > 0) {
                TreePainter painter = new TreePainter(tree, land, daylight);
                standing.add(new Standing(painter.foot(), () -> painter.paint(canvas, ground)));
            }
        }
        for (People.Person person : factors.people().all()) {
            if (person.size() > 0) {
                PersonPainter painter = new PersonPainter(person, land, daylight);
                standing.add(new Standing(painter.foot(), () -> painter.paint(canvas, ground)));
            }
        }
        standing.sort(Comparator.comparingDouble(Standing::foot));
        standing.forEach(one -> one.paint().run());
        return new DrawnScene(canvas.image(), canvas.mask(), factors);
    }
}
