/** Generators whose truth is known by construction, to test what finds groups, parts and directions. */
package io.interp.testkit;
