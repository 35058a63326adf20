package io.interp.core.internal.torch.archive;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type of an archive.
 *
 * @param qualifiedName its full name, {@code __torch__.torch.nn.modules.conv.Conv2d}
 * @param base what it derives from: {@code Module} for modules
 * @param entry the archive entry that holds its text
 * @param fields its attributes and their types, in order
 * @param parameters the names of its parameters
 * @param buffers the names of its buffers
 * @param methods its methods by name, in order
 * @param end the offset after its last line in the entry
 */
record ClassDef(
        String qualifiedName,
        String base,
        String entry,
        Map<String, String> fields,
        List<String> parameters,
        List<String> buffers,
        Map<String, FunctionDef> methods,
        int end) {

    boolean isModule() {
        return base.equals("Module");
    }

    /** {@return the last part of the name: {@code Conv2d}} */
    String typeName() {
        return qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
    }

    Optional<FunctionDef> method(String name) {
        return Optional.ofNullable(methods.get(name));
    }
}
