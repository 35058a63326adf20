/** Arrays, JSON and files on disk: npy, npz, safetensors, results; everything is written to a temporary name and moved. */
package io.interp.core.io;
