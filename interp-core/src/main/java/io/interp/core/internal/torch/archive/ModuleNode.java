package io.interp.core.internal.torch.archive;

import java.util.List;

/**
 * A module of an archive.
 *
 * @param path its dotted path from the root, empty for the root itself
 * @param typeName the last part of its type, {@code ConvTranspose2d}
 * @param qualifiedType the full name of its type
 * @param parameters the names of its own parameters; one that is declared may be absent, as a convolution's bias is
 * @param buffers the names of its own buffers
 * @param children the attribute names of its submodules
 */
public record ModuleNode(
        String path,
        String typeName,
        String qualifiedType,
        List<String> parameters,
        List<String> buffers,
        List<String> children) {

    /** Copies the lists. */
    public ModuleNode {
        parameters = List.copyOf(parameters);
        buffers = List.copyOf(buffers);
        children = List.copyOf(children);
    }

    /**
     * {@return the dotted path of something of this module}
     *
     * @param name the name of a parameter, buffer or child
     */
    public String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
