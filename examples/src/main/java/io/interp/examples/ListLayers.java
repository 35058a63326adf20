package io.interp.examples;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;

/** Prints what a generator is made of: {@code ListLayers [MODEL]}. */
public final class ListLayers {

    private ListLayers() {}

    /**
     * Runs the example.
     *
     * @param args {@code [MODEL]}
     */
    public static void main(String[] args) {
        Arguments arguments = Arguments.parse(args);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = arguments.generator(manager)) {
            System.out.println(generator.name() + ": " + generator.latents() + " to images " + generator.imageShape());
            System.out.println(generator.layers());
        }
    }
}
