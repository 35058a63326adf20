package io.interp.sefa;

/**
 * A direction's place in the spectrum it was found in.
 *
 * @param index its place, 0 for the largest eigenvalue
 * @param eigenvalue lambda, the squared length of A n, at least 0
 * @param share lambda divided by the sum of all
 * @param gap the distance to the next lower eigenvalue (to 0 for the last), divided by the largest
 * @param group the number of its group: directions of one group have eigenvalues that can't be told apart, so only the
 *     subspace they span means something, not each of them
 */
public record SpectralLine(int index, double eigenvalue, double share, double gap, int group) {}
