/**
 * Pictures, charts and reports: what people look at. Everything works without a screen, without installed fonts and
 * without a network, and the same input gives the same bytes.
 */
package io.interp.core.image;
