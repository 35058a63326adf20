package io.interp.core.internal.torch.archive;

import java.util.HashSet;
import java.util.Set;

/** Makes up names that a text does not use yet. */
final class FreshNames {

    private final Set<String> taken;
    private int count;

    FreshNames(Set<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    /** {@return a new name that starts as asked} */
    String next(String prefix) {
        String name;
        do {
            name = prefix + "_" + count++;
        } while (!taken.add(name));
        return name;
    }

    /** {@return the name itself if it is free, else one that starts with it} */
    String like(String wanted) {
        return taken.add(wanted) ? wanted : next(wanted);
    }
}
