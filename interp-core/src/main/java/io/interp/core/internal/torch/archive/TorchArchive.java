package io.interp.core.internal.torch.archive;

import io.interp.core.InterpException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TorchScript archive as text and bytes: what {@code torch.jit.save} wrote, and what it becomes with methods added.
 *
 * <p>Immutable: each change is a new archive that shares the weights' bytes with the old one. Safe to use from several
 * threads.
 */
public final class TorchArchive {

    private static final Pattern UNKNOWN_OPERATOR = Pattern.compile("Unknown builtin op: (\\w+::\\w+)");

    private final String name;
    private final ArchiveEntries entries;
    private final Map<String, String> texts;
    private final String rootType;
    private volatile ModuleTree tree;

    private TorchArchive(String name, ArchiveEntries entries) {
        this.name = name;
        this.entries = entries;
        Map<String, String> found = new LinkedHashMap<>();
        entries.bytes().forEach((entry, content) -> {
            if (Program.isText(entry)) {
                found.put(entry, new String(content, StandardCharsets.UTF_8));
            }
        });
        this.texts = Collections.unmodifiableMap(found);
        byte[] pickle = entries.bytes().get("data.pkl");
        if (texts.isEmpty() || pickle == null) {
            throw new InterpException(name + " is not a TorchScript archive: it holds no "
                    + (texts.isEmpty() ? "code" : "data.pkl")
                    + ", as a pickled state_dict or model (torch.save) does not."
                    + " Rebuild the module in Python, load_state_dict, and export it with"
                    + " torch.jit.script(module).save(path) or torch.jit.trace(module, example).save(path)");
        }
        this.rootType = RootType.of(pickle, name);
    }

    /**
     * Reads an archive.
     *
     * @param file the {@code .pt} file
     * @return its content
     * @throws InterpException if it is no zip, damaged, no TorchScript, or breaks a limit (100 000 entries, 2 GiB an
     *     entry, 16 GiB in all, no entry outside its folder); the message says what to do
     * @throws UncheckedIOException if the file can't be read
     */
    public static TorchArchive read(Path file) {
        String name = String.valueOf(file.getFileName());
        return new TorchArchive(name, ArchiveEntries.read(file, name));
    }

    /**
     * Reads an archive from a stream, through a temporary file: a zip's table of contents stands at its end.
     *
     * @param in the stream, read to its end and left open
     * @param name the name that errors give it
     * @return its content
     * @throws InterpException as {@link #read(Path)}
     * @throws UncheckedIOException if the stream can't be read
     */
    public static TorchArchive read(InputStream in, String name) {
        try {
            Path file = Files.createTempFile("interp", ".pt");
            try {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return new TorchArchive(name, ArchiveEntries.read(file, name));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + name, e);
        }
    }

    /**
     * {@return the archive as the bytes of a zip of stored entries, which {@code torch.jit.load} and the engine read}
     *
     * @throws IllegalStateException if it takes more than 2 GiB: use {@link #write(OutputStream)}
     */
    public byte[] toBytes() {
        long size = entries.bytes().values().stream().mapToLong(b -> b.length).sum();
        if (size > Integer.MAX_VALUE / 2) {
            throw new IllegalStateException(
                    name + " holds " + size + " bytes, too many for one array: write it to a stream");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) size + 65536);
        write(out);
        return out.toByteArray();
    }

    /**
     * Writes the archive as a zip of stored entries.
     *
     * @param out takes the bytes; left open
     * @throws UncheckedIOException if it can't be written
     */
    public void write(OutputStream out) {
        entries.write(out);
    }

    /** {@return the name that errors give this archive} */
    public String name() {
        return name;
    }

    /**
     * {@return the SHA-256 of its code and data in hexadecimal digits}
     *
     * <p>Files that were zipped in another order, in a folder of another name or with other debug tables have the same.
     */
    public String fingerprint() {
        return Fingerprint.of(entries.bytes());
    }

    /** {@return the SHA-256 of its code alone in hexadecimal digits, whatever its weights} */
    public String codeFingerprint() {
        return Fingerprint.ofCode(entries.bytes());
    }

    /**
     * {@return its modules and the calls that {@code forward} makes}
     *
     * @throws InterpException if its text can't be read, or the root has no {@code forward}
     */
    public ModuleTree modules() {
        ModuleTree read = tree;
        if (read == null) {
            read = new ModuleTree(new Program(texts, rootType));
            tree = read;
        }
        return read;
    }

    /**
     * Rewrites the devices that tracing wrote into the text, such as {@code torch.device("cpu")}.
     *
     * @param device the device to run on, {@code cpu} or {@code cuda:0}
     * @return the archive for that device; weights move when it is loaded
     */
    public TorchArchive onDevice(String device) {
        TextEdits edits = new TextEdits();
        texts.forEach((entry, text) -> DeviceText.write(entry, text, device, edits));
        return with(edits);
    }

    /**
     * Replaces each call of an operator by an error that names it, raised when the call is reached: what an engine does not
     * know, mostly in branches that never run, then no longer keeps it from loading the archive.
     *
     * @param operator its full name, {@code aten::_upsample_lanczos2d_aa}
     * @return the archive without it
     * @throws IllegalArgumentException if the name has no namespace, or the archive does not call it
     */
    public TorchArchive withoutOperator(String operator) {
        if (operator.indexOf("::") <= 0) {
            throw new IllegalArgumentException(
                    "operator '" + operator + "' needs its namespace: aten::NAME, as engine errors give it");
        }
        TextEdits edits = new TextEdits();
        int calls = 0;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            calls += OperatorRemoval.write(text.getKey(), text.getValue(), operator, edits);
        }
        if (calls == 0) {
            throw new IllegalArgumentException(name + " does not call " + operator);
        }
        return with(edits);
    }

    /**
     * Reads an operator's name from what the engine said when it refused to load an archive.
     *
     * @param engineError the engine's message
     * @return the operator that it does not know, for {@link #withoutOperator}; empty if the message is about something else
     */
    public static Optional<String> unknownOperator(String engineError) {
        Matcher matcher = UNKNOWN_OPERATOR.matcher(engineError);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Adds to the root a method that runs {@code forward} with hooks.
     *
     * <p>The method is {@code methodName(self, ..., feeds: Dict[str, Tensor]) -> Dict[str, Tensor]}: it takes what {@code
     * forward} takes, and what replaces or blends; it returns what was captured, and the result of {@code forward} under
     * {@code images} where asked for. Hooks at one layer act in the order given. Arguments of {@code forward} that have
     * defaults are none of the method's: tensors among them may come under their names in the feeds. A layer in a branch
     * that is not taken leaves its key out of the result. Layers whose values are not needed do not run, and do not check
     * their inputs. Where the network writes into its tensors in place, what is captured or fed is copied first.
     *
     * @param methodName the method's name
     * @param hooks what to do at which layers
     * @param returnImages whether {@code forward}'s own result is returned too; without it nothing runs that comes after
     *     the last captured layer
     * @return the archive with that method
     * @throws IllegalArgumentException if a layer can't be hooked (see {@link ModuleTree#layer}), two results would have one
     *     name, the root has such a method, or {@code forward} returns no tensor and its result is asked for
     */
    public TorchArchive withHooks(String methodName, List<HookPoint> hooks, boolean returnImages) {
        return with(HookedMethod.write(modules(), methodName, hooks, returnImages));
    }

    /**
     * Puts a ReLU after a layer for good: {@code forward} uses it, and so do hooks, for which the layer keeps its name.
     *
     * @param layer the layer's name
     * @return the archive whose layer never returns negative values; this one if that is so already
     * @throws IllegalArgumentException if the layer can't be hooked (see {@link ModuleTree#layer})
     */
    public TorchArchive rectified(String layer) {
        CallNode call = modules().call(layer);
        return Rectification.isDone(call) ? this : with(Rectification.write(call));
    }

    /**
     * Adds to the root a method that takes tensors over as parameters and buffers, without copying.
     *
     * <p>The method is {@code methodName(self, tensors: Dict[str, Tensor]) -> Tensor}, keys being {@code net.0.weight}; it
     * returns the number of tensors taken over, one int64. What the dictionary lacks stays as it is. A module that took over
     * another's tensors computes with them from then on, whatever is written into them, and gradients reach them.
     *
     * @param methodName the method's name
     * @return the archive with that method
     * @throws IllegalArgumentException if the root has such a method
     */
    public TorchArchive withAdoption(String methodName) {
        return with(Adoption.write(modules(), methodName));
    }

    /**
     * Adds to the root a method that hands out its parameters and buffers themselves, no copies.
     *
     * <p>The method is {@code methodName(self) -> Dict[str, Tensor]}, keys being {@code net.0.weight}. The engine's own list
     * has the parameters alone.
     *
     * @param methodName the method's name
     * @return the archive with that method
     * @throws IllegalArgumentException if the root has such a method
     */
    public TorchArchive withTensors(String methodName) {
        return with(Adoption.writeHandOut(modules(), methodName));
    }

    /**
     * Takes a method of the root away.
     *
     * @param methodName the method's name
     * @return the archive without it; this one if the root has no such method
     */
    public TorchArchive withoutMethod(String methodName) {
        ClassDef root = modules().root().type();
        TextEdits edits = new TextEdits();
        root.method(methodName).ifPresent(m -> edits.replace(root.entry(), m.start(), m.end(), ""));
        return with(edits);
    }

    private TorchArchive with(TextEdits edits) {
        Map<String, String> changed = edits.apply(texts);
        if (changed.isEmpty()) {
            return this;
        }
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        entries.bytes().forEach((entry, content) -> {
            String text = changed.get(entry);
            // Debug tables give positions in the old text: they would mislead.
            boolean stale = entry.endsWith(".debug_pkl")
                    && changed.containsKey(entry.substring(0, entry.length() - ".debug_pkl".length()));
            if (!stale) {
                bytes.put(entry, text == null ? content : text.getBytes(StandardCharsets.UTF_8));
            }
        });
        return new TorchArchive(name, new ArchiveEntries(entries.root(), Collections.unmodifiableMap(bytes)));
    }

    /** {@return the archive's name and its root's type} */
    @Override
    public String toString() {
        return name + " (" + rootType + ")";
    }
}
