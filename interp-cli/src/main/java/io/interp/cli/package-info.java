/** The command line: what {@code ./interp} runs. */
package io.interp.cli;
