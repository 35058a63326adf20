/** Networks made of DJL blocks: generators of named stages, discriminators, and the small architectures that ship. */
package io.interp.core.block;
