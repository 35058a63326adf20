package io.interp.examples;

import ai.djl.ndarray.NDManager;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.eigengan.EigenGan;
import io.interp.eigengan.EigenGanStrategy;
import io.interp.eigengan.TrainedEigenGan;
import io.interp.eigengan.measure.DimensionImportance;
import io.interp.eigengan.measure.Importance;
import io.interp.eigengan.measure.ImportanceMeter;
import io.interp.eigengan.picture.TraversalPictures;
import io.interp.eigengan.train.EigenGanTraining;

/**
 * Trains an EigenGAN on drawn faces of 32x32 pixels and walks its most important dimensions: {@code TrainAnEigenGan [--out
 * DIR] [--short]}. Prints the importance of every dimension; writes a strip and an animation for four of them.
 */
public final class TrainAnEigenGan {

    private static final int SHOWN = 4;

    private TrainAnEigenGan() {}

    /**
     * Runs the example.
     *
     * @param args {@code [--out DIR] [--short]}
     */
    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args);
        int size = arguments.brief() ? 16 : 32;
        ImageSource faces = ImageSources.open("drawn:faces?count=" + (arguments.brief() ? 100 : 4000), 3, size, size);
        EigenGanTraining training = EigenGanTraining.brief(arguments.brief() ? 5 : 2000);
        try (NDManager manager = NDManager.newBaseManager();
                TrainedEigenGan trained = new EigenGanStrategy(training, faces).train(EigenGan.narrow(size), manager)) {
            System.out.println(trained);
            Importance importance = ImportanceMeter.seeded(0).measure(trained.generator());
            System.out.println(importance);
            TraversalPictures.of(trained.generator())
                    .range(3, 9)
                    .write(
                            arguments.out(),
                            importance.ranked().stream()
                                    .limit(SHOWN)
                                    .map(DimensionImportance::dimension)
                                    .toList())
                    .forEach(name ->
                            System.out.println("wrote " + arguments.out().resolve(name)));
        }
    }
}
