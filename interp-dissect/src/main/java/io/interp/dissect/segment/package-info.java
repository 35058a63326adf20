/** Segmenters around segmenters: parts of objects, and classes merged to one. */
package io.interp.dissect.segment;
