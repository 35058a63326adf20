package io.interp.partition.mixture;

import ai.djl.ndarray.types.DataType;
import io.interp.core.io.HostArray;
import java.util.Map;

/** Reads named arrays from a saved state and says clearly what is wrong with a state that does not fit. */
final class SavedArrays {

    private SavedArrays() {}

    /** The array of that name, of the given type and number of dimensions. */
    static HostArray get(Map<String, HostArray> state, String name, DataType type, int dimensions) {
        HostArray array = state.get(name);
        if (array == null) {
            throw new IllegalArgumentException("saved state has no array '" + name + "', only " + state.keySet());
        }
        if (array.dataType() != type || array.shape().length != dimensions) {
            throw new IllegalArgumentException("saved array '" + name + "' should be " + type + " with " + dimensions
                    + " dimensions, got " + array);
        }
        return array;
    }
}
