/** Pictures of what directions do. */
package io.interp.sefa.picture;
