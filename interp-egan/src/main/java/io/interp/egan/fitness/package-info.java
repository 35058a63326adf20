/** How good a child is: the fitness of E-GAN and that of IE-GAN. */
package io.interp.egan.fitness;
