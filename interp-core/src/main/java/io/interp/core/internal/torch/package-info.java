/** The only package that touches the PyTorch engine's own types. Not for users. */
package io.interp.core.internal.torch;
