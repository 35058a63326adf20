package io.interp.egan;

/** Is told how the evolution goes. */
@FunctionalInterface
public interface EvolutionListener {

    /**
     * Called after each generation, on the training thread.
     *
     * @param report what was measured
     */
    void onGeneration(GenerationReport report);
}
