/** Measures a retrained generator against its baselines, and shows the result to a person. */
package io.interp.partition.report;
