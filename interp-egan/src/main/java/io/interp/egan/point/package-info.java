/**
 * Points in the plane, on which it can be counted what a GAN covers: mixtures of Gaussians as data, small networks that
 * make and judge points, coverage of modes, and pictures of points.
 *
 * <p>A point is an image of shape (1, 1, 2): one channel, one row, two columns that hold x and y.
 */
package io.interp.egan.point;
