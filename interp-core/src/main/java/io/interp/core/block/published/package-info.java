/**
 * The generators of well-known papers as blocks, with the names and shapes of their public PyTorch checkpoints, so that
 * published weights load by name and every module is a layer that can be hooked.
 *
 * <p>A state dict is brought into a file that the JVM can read without running code, once, where Python has it:
 *
 * <pre>{@code
 * import torch, numpy
 * state = torch.load("checkpoint.pth", map_location="cpu")["generator_smooth"]
 * numpy.savez("weights.npz", **{name: value.numpy() for name, value in state.items()})
 * }</pre>
 *
 * <p>and opened here:
 *
 * <pre>{@code
 * StyleGan2 network = StyleGan2.of(256).truncated(0.5, 14);
 * try (Generator gan = network.open(manager, Path.of("weights.npz"))) {
 *     NDArray codes = gan.activation(z, StyleGan2.CODES, Pass.INFERENCE);   // W+, [N, 14, 512]
 *     NDArray images = gan.resume(z, StyleGan2.CODES, codes);
 * }
 * }</pre>
 */
package io.interp.core.block.published;
