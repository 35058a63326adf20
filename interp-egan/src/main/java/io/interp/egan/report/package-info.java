/** What an evolution led to: measurements, pictures, the cost of a step, and a page that shows them. */
package io.interp.egan.report;
