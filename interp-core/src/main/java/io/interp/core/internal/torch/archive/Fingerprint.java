package io.interp.core.internal.torch.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The SHA-256 of what an archive computes: its code and its data, however they are zipped. */
final class Fingerprint {

    private Fingerprint() {}

    /** {@return the hash of code and data in hexadecimal digits} */
    static String of(Map<String, byte[]> entries) {
        return of(entries, Fingerprint::counts);
    }

    /** {@return the hash of the code in hexadecimal digits} */
    static String ofCode(Map<String, byte[]> entries) {
        return of(entries, Program::isText);
    }

    private static String of(Map<String, byte[]> entries, Predicate<String> counted) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(entries).forEach((name, content) -> {
                if (counted.test(name)) {
                    add(digest, name.getBytes(StandardCharsets.UTF_8));
                    add(digest, content);
                }
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static boolean counts(String name) {
        return Program.isText(name)
                || name.equals("data.pkl")
                || name.equals("constants.pkl")
                || name.startsWith("data/")
                || name.startsWith("constants/");
    }

    /** The length goes in front: entries can't run into each other. */
    private static void add(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).array());
        digest.update(bytes);
    }
}
