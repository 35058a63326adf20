package io.interp.eigengan.train;

import io.interp.core.Generator;

/** Is told of training as it goes on, such as {@link SampleGrids}. */
@FunctionalInterface
public interface EigenGanListener {

    /**
     * Takes one point of training, on the thread that trains.
     *
     * @param point what was measured
     * @param average the generator with the moving average of the weights; the trainer's, not to be kept or changed
     */
    void onPoint(TrainingPoint point, Generator average);
}
