/** Pictures of a dissection: what activates a unit and where, and which classes have how many units. */
package io.interp.dissect.picture;
