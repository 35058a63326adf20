package io.interp.core.internal.torch.archive;

import io.interp.core.InterpException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the name of the root's type from the head of {@code data.pkl}: protocol, then a global's module and name, each
 * ended by a line feed. Nothing is unpickled.
 */
final class RootType {

    private static final byte PROTOCOL = (byte) 0x80;
    private static final byte GLOBAL = 'c';
    private static final int LONGEST = 4096;

    private RootType() {}

    static String of(byte[] pickle, String archive) {
        if (pickle.length > 4 && pickle[0] == PROTOCOL && pickle[2] == GLOBAL) {
            int module = lineEnd(pickle, 3);
            int name = module < 0 ? -1 : lineEnd(pickle, module + 1);
            if (name > 0) {
                String full = text(pickle, 3, module) + "." + text(pickle, module + 1, name);
                if (full.startsWith("__torch__")) {
                    return full;
                }
            }
        }
        throw new InterpException(archive + " is not a TorchScript module: its data.pkl does not start with a module's"
                + " type. Export the module with torch.jit.script(module).save(path)");
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int i = from; i < Math.min(bytes.length, from + LONGEST); i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
