package io.interp.core.internal.torch.archive;

import io.interp.core.InterpException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Every type and function of an archive's text, and the type of its root module. */
final class Program {

    private static final String PREFIX = "code/";
    private static final String SUFFIX = ".py";

    private final Map<String, ClassDef> classes = new HashMap<>();
    private final Map<String, FunctionDef> functions = new HashMap<>();
    private final ClassDef root;

    /**
     * Reads texts.
     *
     * @param texts the text of each {@code code/....py} entry
     * @param rootType the full name of the root's type
     * @throws InterpException if a text can't be read or the root's type is in none of them
     */
    Program(Map<String, String> texts, String rootType) {
        texts.forEach((entry, text) -> {
            String module = entry.substring(PREFIX.length(), entry.length() - SUFFIX.length())
                    .replace('/', '.');
            SourceParser.Definitions found = SourceParser.parse(entry, module, text);
            classes.putAll(found.classes());
            functions.putAll(found.functions());
        });
        root = classes.get(rootType);
        if (root == null) {
            throw new InterpException("TorchScript archive without the text of its root type " + rootType
                    + ": the file is damaged; export it again");
        }
    }

    static boolean isText(String entry) {
        return entry.startsWith(PREFIX) && entry.endsWith(SUFFIX);
    }

    ClassDef root() {
        return root;
    }

    /** {@return the type of that full name if it is a module} */
    Optional<ClassDef> module(String qualifiedName) {
        return Optional.ofNullable(classes.get(qualifiedName)).filter(ClassDef::isModule);
    }

    Optional<FunctionDef> function(String qualifiedName) {
        return Optional.ofNullable(functions.get(qualifiedName));
    }
}
