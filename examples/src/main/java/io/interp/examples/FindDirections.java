package io.interp.examples;

import ai.djl.ndarray.NDManager;
import io.interp.Factorize;
import io.interp.Interpretable;
import io.interp.core.image.Png;
import io.interp.sefa.CodePath;
import io.interp.sefa.Directions;
import io.interp.sefa.measure.Samples;
import io.interp.sefa.measure.StepCalibration;
import io.interp.sefa.picture.TraversalPictures;
import java.nio.file.Path;

/**
 * Finds directions in closed form: {@code FindDirections [MODEL] [--out DIR]}. Prints the weights they come from and their
 * spectrum; writes {@code direction-0.png} and so on, strips of images along each.
 */
public final class FindDirections {

    private static final int COUNT = 4;
    private static final int SAMPLES = 4;

    private FindDirections() {}

    /**
     * Runs the example.
     *
     * @param args {@code [MODEL] [--out DIR]}
     */
    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args);
        try (NDManager manager = NDManager.newBaseManager();
                Interpretable gan = Interpretable.wrap(arguments.generator(manager));
                NDManager scope = gan.generator().manager().newSubManager()) {
            Factorize factorize = gan.factorize();
            System.out.println(factorize.candidates());
            Directions found = factorize.top(COUNT);
            CodePath path = CodePath.of(gan.generator(), found);
            Directions calibrated = StepCalibration.of(Samples.of(0, SAMPLES)).calibrate(path, found);
            System.out.println(calibrated);

            TraversalPictures pictures = TraversalPictures.of(
                            path, gan.generator().latents().sample(scope, 0, SAMPLES))
                    .steps(7)
                    .scale(2);
            for (int i = 0; i < calibrated.size(); i++) {
                Path file = arguments.out().resolve("direction-" + i + ".png");
                Png.write(file, pictures.strip(calibrated.get(i)));
                System.out.println("wrote " + file);
            }
        }
    }
}
