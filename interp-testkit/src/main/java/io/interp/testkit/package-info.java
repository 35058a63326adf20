/** Placeholder. */
package io.interp.testkit;
