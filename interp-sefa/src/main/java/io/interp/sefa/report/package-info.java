/** The page that shows what the directions of a generator do. */
package io.interp.sefa.report;
