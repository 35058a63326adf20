/**
 * Surgery on TorchScript archives: hooks for any exported model, by rewriting the text in its {@code .pt} zip.
 *
 * <p>PyTorch refuses forward hooks on script modules, but an exported archive holds its code as machine-written, regular
 * text: one class a module type, calls of submodules in plain sight. This package reads that text ({@link
 * io.interp.core.internal.torch.archive.TorchArchive}), names every call of a submodule ({@link
 * io.interp.core.internal.torch.archive.ModuleTree}) and adds methods that capture, replace, blend or rectify what such a
 * call returns ({@link io.interp.core.internal.torch.archive.HookPoint}). Weights are never touched, no Python runs and
 * no pickle is executed here.
 */
package io.interp.core.internal.torch.archive;
