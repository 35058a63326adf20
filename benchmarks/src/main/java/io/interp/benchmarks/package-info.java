/** Programs that compare what the library does with the same work done in another way, and print ratios. */
package io.interp.benchmarks;
