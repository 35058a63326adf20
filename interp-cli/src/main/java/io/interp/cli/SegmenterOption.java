package io.interp.cli;

import ai.djl.ndarray.NDManager;
import io.interp.core.measure.PaletteSegmenter;
import io.interp.core.measure.Segmenter;
import io.interp.core.torchscript.TorchScriptSegmenter;
import io.interp.dissect.segment.CategoryMerger;
import io.interp.testkit.drawn.DrawnSegmenter;
import io.interp.testkit.drawn.scene.SceneSegmenter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What finds the classes of pixels. */
final class SegmenterOption {

    private static final String DRAWN = "drawn";
    private static final String FACES = "drawn:faces";
    private static final String SCENES = "drawn:scenes";
    private static final String COLOUR = "colour:";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--segmenter",
            paramLabel = "SEG",
            required = true,
            description = "Finds classes: a TorchScript network with a JSON file beside it, colour:PALETTE.json,"
                    + " drawn:faces or drawn:scenes.")
    private String name;

    @Option(
            names = "--merge",
            paramLabel = "NAME=A+B",
            description = "Counts several classes as one, such as eyes=l_eye+r_eye; can be given several times.")
    private List<String> merged = new ArrayList<>();

    /**
     * Opens the segmenter, which the caller closes.
     *
     * @throws ParameterException if a merge is not NAME=A+B
     */
    Segmenter open(NDManager manager) {
        Map<String, List<String>> groups = groups();
        Segmenter base = named(name, manager);
        if (groups.isEmpty()) {
            return base;
        }
        try {
            return CategoryMerger.of(base, groups);
        } catch (RuntimeException e) {
            base.close();
            throw e;
        }
    }

    /** {@return the segmenter of a name or file} */
    static Segmenter named(String name, NDManager manager) {
        if (name.equals(DRAWN) || name.equals(FACES)) {
            return DrawnSegmenter.load(manager);
        }
        if (name.equals(SCENES)) {
            return SceneSegmenter.load(manager);
        }
        return name.startsWith(COLOUR)
                ? PaletteSegmenter.read(Path.of(name.substring(COLOUR.length())))
                : TorchScriptSegmenter.load(Path.of(name), manager);
    }

    private Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String text : merged) {
            int equals = text.indexOf('=');
            if (equals < 1 || equals == text.length() - 1) {
                throw new ParameterException(
                        spec.commandLine(), "--merge is NAME=A+B, such as eyes=l_eye+r_eye; got '" + text + "'");
            }
            groups.put(
                    text.substring(0, equals),
                    Arrays.asList(text.substring(equals + 1).split("\\+", -1)));
        }
        return groups;
    }
}
