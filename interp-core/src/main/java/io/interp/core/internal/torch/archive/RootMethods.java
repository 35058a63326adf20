package io.interp.core.internal.torch.archive;

import java.util.regex.Pattern;

/** Checks the names of methods that are added to the root. */
final class RootMethods {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

    private RootMethods() {}

    static void requireFree(ClassDef root, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("method name '" + name + "': expected letters, digits and underscores");
        }
        if (root.method(name).isPresent() || root.fields().containsKey(name)) {
            throw new IllegalArgumentException(
                    root.typeName() + " has a '" + name + "' already: choose another method name");
        }
    }
}
