/** The report of a dissection. */
package io.interp.dissect.report;
