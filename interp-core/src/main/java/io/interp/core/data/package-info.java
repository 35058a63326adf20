/** Images to learn from and to compare with: folders, zips, DJL datasets and named sources behind one interface. */
package io.interp.core.data;
