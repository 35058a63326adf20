/** Placeholder. */
package io.interp.partition;
