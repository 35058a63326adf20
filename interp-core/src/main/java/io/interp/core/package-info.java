/** Placeholder. */
package io.interp.core;
