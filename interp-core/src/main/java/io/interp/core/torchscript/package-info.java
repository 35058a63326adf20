/**
 * Networks from TorchScript files: generators, discriminators, and the segmenters and embedders that measure images.
 *
 * <p>A {@code MODEL.pt} is described by a {@code MODEL.json} beside it.
 */
package io.interp.core.torchscript;
