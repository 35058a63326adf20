package io.interp.partition;

/** Is told how the retraining goes. */
@FunctionalInterface
public interface PartitionListener {

    /**
     * Called after each update, on the training thread.
     *
     * @param report what was measured
     */
    void onUpdate(UpdateReport report);
}
