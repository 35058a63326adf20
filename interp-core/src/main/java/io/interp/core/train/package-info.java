/** Training of GANs: losses, penalties, the optimiser, the moving average, and the loop that alternates the two networks. */
package io.interp.core.train;
