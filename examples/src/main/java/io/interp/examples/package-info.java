/**
 * Small programs that show one thing each. They run as they stand on the GAN of drawn faces that comes with the library,
 * or on a generator named by the first argument.
 */
package io.interp.examples;
