package io.interp.examples;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.testkit.drawn.DrawnGan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the examples take: {@code [MODEL] [--layer L] [--out DIR] [--short]}.
 *
 * @param model a TorchScript file with its description beside it, or a directory that interp saved; empty for the GAN of
 *     drawn faces
 * @param layer the layer to work on; empty to let the example choose
 * @param out where pictures go
 * @param brief whether to do as little as shows that it works
 */
record Arguments(Optional<Path> model, Optional<String> layer, Path out, boolean brief) {

    static Arguments parse(String... args) {
        Optional<Path> model = Optional.empty();
        Optional<String> layer = Optional.empty();
        Path out = Path.of("out", "examples");
        boolean brief = false;
        List<String> left = new ArrayList<>(List.of(args));
        while (!left.isEmpty()) {
            String argument = left.remove(0);
            switch (argument) {
                case "--short" -> brief = true;
                case "--layer" -> layer = Optional.of(value(argument, left));
                case "--out" -> out = Path.of(value(argument, left));
                default -> {
                    if (argument.startsWith("-") || model.isPresent()) {
                        throw new IllegalArgumentException(
                                "expected [MODEL] [--layer L] [--out DIR] [--short], got " + String.join(" ", args));
                    }
                    model = Optional.of(Path.of(argument));
                }
            }
        }
        return new Arguments(model, layer, out, brief);
    }

    private static String value(String option, List<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return left.remove(0);
    }

    /** Loads the generator; the caller closes it. */
    Generator generator(NDManager manager) {
        return model.map(path -> GeneratorFiles.load(path, manager)).orElseGet(() -> DrawnGan.generator(manager));
    }

    /** Loads the GAN; a model of the user's own comes without its discriminator. */
    Gan gan(NDManager manager) {
        return model.map(path -> Gan.of(GeneratorFiles.load(path, manager))).orElseGet(() -> DrawnGan.load(manager));
    }
}
