package io.interp.core.internal.torch.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interp.core.InterpException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, writing and identity of archives; damaged and hostile ones. */
class TorchArchiveTest {

    @TempDir
    Path folder;

    private static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static TorchArchive read(byte[] bytes) {
        return TorchArchive.read(new ByteArrayInputStream(bytes), "file.pt");
    }

    private Map<String, byte[]> entries(String archive) throws IOException {
        Path file = folder.resolve("copy.pt");
        Files.write(file, LoadedArchive.resource(archive).toBytes());
        return new LinkedHashMap<>(ArchiveEntries.read(file, archive).bytes());
    }

    @Test
    void theFingerprintIsOfCodeAndDataOnly() throws IOException {
        TorchArchive archive = LoadedArchive.resource("upsampler.scripted.pt");
        Map<String, byte[]> entries = entries("upsampler.scripted.pt");
        Map<String, byte[]> moved = new LinkedHashMap<>();
        entries.keySet().stream()
                .sorted((a, b) -> b.compareTo(a))
                .forEach(n -> moved.put("other/" + n, entries.get(n)));
        moved.put("other/code/__torch__.py.debug_pkl", new byte[] {1});
        assertThat(read(zip(moved)).fingerprint())
                .isEqualTo(archive.fingerprint())
                .hasSize(64);
        moved.get("other/data/0")[0] ^= 1;
        assertThat(read(zip(moved)).fingerprint()).isNotEqualTo(archive.fingerprint());
        assertThat(archive.rectified("net.0").fingerprint()).isNotEqualTo(archive.fingerprint());
        assertThat(read(archive.toBytes()).fingerprint()).isEqualTo(archive.fingerprint());
    }

    @Test
    void whatIsNoTorchScriptSaysHowToExport() {
        for (String name : new String[] {"state_dict.pt", "state_dict_old.pt"}) {
            assertThatThrownBy(() -> LoadedArchive.resource(name))
                    .isInstanceOf(InterpException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("torch.jit.script(module).save(path)");
        }
        assertThatThrownBy(() -> read("hello, world".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InterpException.class)
                .hasMessageContaining("not a zip");
        assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> read(zip(Map.of("readme.txt", new byte[3])))).hasMessageContaining("one folder");
        assertThatThrownBy(() -> TorchArchive.read(folder.resolve("absent.pt")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("absent.pt");
    }

    @Test
    void damagedArchivesAreRefused() throws IOException {
        byte[] whole = LoadedArchive.resource("upsampler.scripted.pt").toBytes();
        for (int length : new int[] {10, whole.length / 2, whole.length - 30}) {
            assertThatThrownBy(() -> read(Arrays.copyOf(whole, length)))
                    .isInstanceOf(InterpException.class)
                    .hasMessageContaining("damaged or truncated");
        }
        Map<String, byte[]> entries = entries("upsampler.scripted.pt");
        Map<String, byte[]> rootless = new LinkedHashMap<>();
        entries.forEach((name, bytes) -> rootless.put("a/" + name, bytes));
        rootless.put("a/code/__torch__.py", "class Other(Module):\n  pass\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> read(zip(rootless)).modules())
                .isInstanceOf(InterpException.class)
                .hasMessageContaining("root type __torch__.Upsampler");
        rootless.put("a/code/__torch__.py", "class A(Module):\n  def f(self -> \"".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> read(zip(rootless)).modules())
                .isInstanceOf(InterpException.class)
                .hasMessageContaining("code/__torch__.py");
        byte[] flipped = whole.clone();
        flipped[indexOf(whole, "ConvTranspose2d")] ^= 1;
        assertThatThrownBy(() -> read(flipped))
                .isInstanceOf(InterpException.class)
                .hasMessageContaining("checksum");
    }

    private static int indexOf(byte[] bytes, String word) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/../../etc/passwd", "/a/code/x.py", "a\\..\\b", "b/code/__torch__.py"})
    void entriesOutsideTheFolderAreRefused(String path) throws IOException {
        Map<String, byte[]> hostile = new LinkedHashMap<>();
        entries("upsampler.scripted.pt").forEach((name, bytes) -> hostile.put("a/" + name, bytes));
        hostile.put(path, new byte[] {1});
        assertThatThrownBy(() -> read(zip(hostile)))
                .isInstanceOf(InterpException.class)
                .hasMessageContaining(path);
    }

    @Test
    void callsThatMultiplyWithoutEndAreRefused() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("class T").append(i).append("(Module):\n");
            text.append("  c : __torch__.T").append(i + 1).append('\n');
            text.append("  def forward(self: __torch__.T").append(i).append(", x: Tensor) -> Tensor:\n");
            text.append("    return (self.c).forward((self.c).forward(x, ), )\n");
        }
        text.append("class T40(Module):\n  def forward(self: __torch__.T40, x: Tensor) -> Tensor:\n    return x\n");
        Map<String, byte[]> bomb = new LinkedHashMap<>();
        bomb.put("a/code/__torch__.py", text.toString().getBytes(StandardCharsets.UTF_8));
        bomb.put("a/data.pkl", "\u0080\u0002c__torch__\nT0\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(zip(bomb)).modules())
                .isInstanceOf(InterpException.class)
                .hasMessageContaining("calls of submodules");
    }

    @Test
    void handWrittenLayoutIsUnderstood() throws IOException {
        String text = """
                class Odd(Module):
                  __parameters__ = []
                  __annotations__ = []
                  __annotations__["a b"] = __torch__.Leaf
                  leaf : __torch__.Leaf
                  note : Final[str] = "(leaf).forward(x, ) \\" # [ "
                  def forward(me: __torch__.Odd,
                      x: Tensor) -> Tensor:
                    s = "(me.leaf).forward("  # a comment with (
                    y = torch.add((getattr(me, "a b")).forward(x=x),
                                  ((me.leaf)).forward( (me . leaf) . forward(x,),),
                                  alpha=1)
                    return y
                class Leaf(Module):
                  def forward(self: __torch__.Leaf, x: Tensor) -> Tensor:
                    return torch.mul(x, 2.)
                """;
        Map<String, byte[]> odd = new LinkedHashMap<>();
        odd.put("a/code/__torch__.py", text.getBytes(StandardCharsets.UTF_8));
        odd.put("a/data.pkl", "\u0080\u0002c__torch__\nOdd\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read(zip(odd)).modules().layers())
                .extracting(CallableLayer::name)
                .containsExactly("a b", "leaf#1", "leaf#2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upsampler.scripted.pt",
                "styled.traced.pt",
                "branching.scripted.pt",
                "resized.scripted.pt",
                "new/resized.scripted.pt",
                "frozen.pt"
            })
    void readingAndPrintingAMethodKeepsItsMeaning(String archive) throws IOException {
        for (Map.Entry<String, byte[]> entry : entries(archive).entrySet()) {
            if (!Program.isText(entry.getKey())) {
                continue;
            }
            String text = new String(entry.getValue(), StandardCharsets.UTF_8);
            SourceParser.Definitions read = SourceParser.parse(entry.getKey(), "m", text);
            List<FunctionDef> all = new ArrayList<>(read.functions().values());
            read.classes().values().forEach(c -> all.addAll(c.methods().values()));
            String printed = print(all);
            String twice = print(
                    SourceParser.parse(entry.getKey(), "m", printed).functions().values());
            assertThat(twice).isEqualTo(printed);
            assertThat(calls(printed)).isEqualTo(calls(text));
        }
    }

    private static String print(Collection<FunctionDef> functions) {
        StringBuilder out = new StringBuilder();
        int count = 0;
        for (FunctionDef f : functions) {
            out.append(MethodText.of("m" + count++, f.parameters(), f.returns(), f.body()));
        }
        return out.toString();
    }

    /** Every name that is followed by an opening bracket, sorted: what a text calls. */
    private static List<String> calls(String text) {
        List<String> calls = new ArrayList<>();
        for (Line line : Lexer.lines(text, "text")) {
            List<Token> tokens = line.tokens();
            for (int i = 0; i + 1 < tokens.size(); i++) {
                boolean isCall = tokens.get(i).kind() == Token.Kind.NAME
                        && tokens.get(i + 1).is("(");
                if (isCall && !line.first().is("def") && !line.first().is("class")) {
                    calls.add(tokens.get(i).text());
                }
            }
        }
        calls.sort(null);
        return calls;
    }
}
