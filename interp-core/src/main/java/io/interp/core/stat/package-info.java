/**
 * Statistics that see their data once, batch by batch, and can be merged, saved and resumed; and the distance between
 * two sets of images that rests on them.
 *
 * <p>All of them keep what they have seen in JVM memory, in double or long. Engine memory is used only within a call.
 * None is safe for use by several threads at once: give each thread its own and merge them.
 */
package io.interp.core.stat;
