/** Tensor operations the engine's Java API lacks, gradients as a function, gradient scopes and seeded draws. */
package io.interp.core.tensor;
