/** The front door: {@code Interpretable.wrap(gan)} and what can be done with it. */
package io.interp;
