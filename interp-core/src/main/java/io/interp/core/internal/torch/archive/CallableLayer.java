package io.interp.core.internal.torch.archive;

/**
 * A call of a submodule that {@code forward} reaches: what a hook can be put on.
 *
 * @param name its name: the module's path, with {@code #1}, {@code #2} where one module is called more than once
 * @param modulePath the dotted path of the module called
 * @param typeName the last part of the module's type, {@code ConvTranspose2d}
 * @param qualifiedType the full name of the module's type
 * @param method the method called, usually {@code forward}
 * @param returns what it returns, as TorchScript writes it
 * @param conditional whether the call stands in a branch, and so may not happen
 * @param repeated whether the call stands in a loop; such a call takes no hooks
 */
public record CallableLayer(
        String name,
        String modulePath,
        String typeName,
        String qualifiedType,
        String method,
        String returns,
        boolean conditional,
        boolean repeated) {

    /** {@return whether the call returns one plain tensor, which hooks need} */
    public boolean returnsTensor() {
        return returns.equals("Tensor");
    }
}
