package io.interp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.interp.core.io.HostArray;
import io.interp.core.io.Npy;
import io.interp.core.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong usage ends with 2 and a hint, failed work with 1 and one line, and neither leaves a file behind. */
class BadInputTest {

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path model;

    @BeforeAll
    static void save() {
        model = SavedGenerator.in(shared);
    }

    static Stream<List<String>> wrongUsage() {
        return Stream.of(
                List.of(),
                List.of("sample"),
                List.of("sampel", "m"),
                List.of("sample", "m", "--n", "0"),
                List.of("sample", "m", "--n", "-3"),
                List.of("sample", "m", "--n", "many"),
                List.of("sample", "m", "--n", "3", "--latents", "z.npy"),
                List.of("sample", "m", "--range", "1"),
                List.of("sample", "m", "--range", "1,-1"),
                List.of("sample", "m", "--prior", "cauchy"),
                List.of("sample", "m", "--device", "tpu"),
                List.of("sample", "m", "--threads", "0"),
                List.of("sample", "m", "--seed", "x"),
                List.of("sample", "m", "--sede", "1"),
                List.of("sample", "m", "extra"),
                List.of("capture", "m"),
                List.of("train", "--size", "20"),
                List.of("train", "--channels", "2"),
                List.of("train", "--r1", "-1"),
                List.of("train", "--steps", "0"));
    }

    @ParameterizedTest
    @MethodSource("wrongUsage")
    void wrongUsageEndsWithTwo(List<String> args) {
        CliRun run = CliRun.of(args.toArray());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("interp: ").contains("--help");
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void unknownNamesListNearOnes() {
        assertThat(CliRun.of("sampel").err()).contains("near names: sample");
        assertThat(CliRun.of("sample", "m", "--sede", "1").err()).contains("--seed");
    }

    @Test
    void helpAndVersionAreNoFailures() {
        assertThat(CliRun.of("--help").code()).isZero();
        assertThat(CliRun.of("train", "--help").out()).contains("--checkpoint-every");
        assertThat(CliRun.of("--version").out()).matches("interp \\d+\\.\\d+\\.\\d+\\S*\\s+");
    }

    private void assertFails(String[] named, Object... args) {
        Path out = folder.resolve("made/out");
        Object[] all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--out";
        all[args.length + 1] = out;

        CliRun run = CliRun.of(all);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("interp: ")
                .doesNotContain("unexpected")
                .contains(named);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("made")).doesNotExist();
    }

    private static String[] saying(String... texts) {
        return texts;
    }

    @Test
    void aMissingModelIsNamed() {
        assertFails(saying("no model at", "nowhere.pt"), "sample", folder.resolve("nowhere.pt"));
    }

    @Test
    void aDirectoryWithoutAGeneratorIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertFails(saying("holds no saved generator"), "layers", empty);
    }

    @Test
    void textIsNoTorchScript() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pt"), "not a zip");
        assertFails(saying("text.pt"), "layers", text, "--latent", 4);
    }

    @Test
    void latentsOfAnotherSizeAreRefused() {
        Path file = folder.resolve("z.npy");
        Npy.write(file, HostArray.of(new float[14], 2, 7));
        assertFails(saying("z.npy", "[N, 6]", "[2, 7]"), "sample", model, "--latents", file);
    }

    @Test
    void latentsOfAnotherTypeAreRefused() {
        Path file = folder.resolve("z.npy");
        Npy.write(file, HostArray.of(new long[12], 2, 6));
        assertFails(saying("float32", "int64"), "sample", model, "--latents", file);
    }

    @Test
    void latentsThatAreNotFiniteAreRefused() {
        Path file = folder.resolve("z.npy");
        Npy.write(file, HostArray.of(new float[] {0, 0, 0, 0, 0, 0, 0, Float.NaN, 0, 0, 0, 0}, 2, 6));
        assertFails(saying("latent 1", "coordinate 1", "NaN"), "sample", model, "--latents", file);
    }

    @Test
    void missingLatentsAreNamed() {
        assertFails(saying("none.npy"), "sample", model, "--latents", folder.resolve("none.npy"));
    }

    @Test
    void anUnknownLayerListsNearOnes() {
        assertFails(saying("no layer 'layer22'", "near names: layer2"), "capture", model, "--layer", "layer22");
    }

    @Test
    void descriptionsOfASavedDirectoryCanNotBeOverridden() {
        assertFails(saying("--latent"), "layers", model, "--latent", 6);
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() throws IOException {
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.copy(model.resolve("generator.json"), broken.resolve("generator.json"));
        SafeTensors weights = SafeTensors.read(model.resolve("weights.safetensors"));
        Map<String, HostArray> arrays = new LinkedHashMap<>(weights.arrays());
        String name = arrays.keySet().iterator().next();
        float[] values = arrays.get(name).toFloats();
        values[values.length / 2] = Float.NaN;
        arrays.put(name, HostArray.of(values, arrays.get(name).shape()));
        SafeTensors.write(broken.resolve("weights.safetensors"), arrays, weights.metadata());

        assertFails(saying("NaN", name), "sample", broken);
    }

    @Test
    void brokenDescriptionsAreRefused() throws IOException {
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.copy(model.resolve("weights.safetensors"), broken.resolve("weights.safetensors"));
        String sound = Files.readString(model.resolve("generator.json"));
        for (String text : List.of(
                "",
                "{}",
                "{\"format\": \"interp-blocks\"}",
                sound.replace("dcgan\"", "dcgna\""),
                sound.replace("rectified", "rectifeid"),
                sound.substring(0, sound.length() / 2))) {
            Files.writeString(broken.resolve("generator.json"), text);
            assertFails(saying("broken"), "layers", broken);
        }
    }

    @Test
    void aTruncatedWeightsFileIsRefused() throws IOException {
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.copy(model.resolve("generator.json"), broken.resolve("generator.json"));
        byte[] bytes = Files.readAllBytes(model.resolve("weights.safetensors"));
        Files.write(broken.resolve("weights.safetensors"), Arrays.copyOf(bytes, bytes.length - 5));

        assertFails(saying("weights.safetensors"), "sample", broken);
    }

    @Test
    void aFileInPlaceOfTheOutputFolderIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "mine");

        for (Path out : List.of(file, file.resolve("below"))) {
            CliRun run = CliRun.of("sample", model, "--out", out);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("can't write to " + out).contains("is a file");
            assertThat(file).hasContent("mine");
        }
    }

    @Test
    void dataThatAreMissingOrUnknownAreNamed() {
        assertFails(saying("pictures"), "train", "--data", folder.resolve("pictures"));
        assertFails(saying("sculpted"), "train", "--data", "sculpted:faces");
    }

    @Test
    void verboseShowsWhere() {
        CliRun run = CliRun.of("sample", folder.resolve("nowhere.pt"), "--verbose");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("at io.interp.core.GeneratorFiles");
    }
}
