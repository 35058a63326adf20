package io.interp.cli;

import io.interp.core.Generator;
import io.interp.core.io.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists a generator's layers. */
@Command(
        name = "layers",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {"Prints a table of a generator's layers.", "With --out, also writes layers.json and result.json."
        })
final class LayersCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        try (Session session = new Session(spec, common);
                Generator generator = model.load(session.manager())) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(generator);
            out.flush();
            if (common.out().isPresent()) {
                Json.write(session.output().file("layers.json"), description(generator));
                session.finish(generator, Map.of("layers", generator.layers().size()));
            }
            return ExitCode.OK;
        }
    }

    private static Map<String, Object> description(Generator generator) {
        Map<String, Object> latent = new LinkedHashMap<>();
        latent.put("dim", generator.latents().dimension());
        latent.put("prior", generator.latents().prior().name().toLowerCase(Locale.ROOT));
        List<Map<String, Object>> layers = generator.layers().stream()
                .map(layer -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("name", layer.name());
                    row.put("kind", layer.kind());
                    row.put("output", layer.outputShape().getShape());
                    row.put("units", layer.units());
                    row.put("weights", layer.parameters());
                    return row;
                })
                .toList();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", generator.name());
        all.put("latent", latent);
        all.put("image", generator.imageShape().getShape());
        all.put("layers", layers);
        return all;
    }
}
