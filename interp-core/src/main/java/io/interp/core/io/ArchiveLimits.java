package io.interp.core.io;

/**
 * How much an archive that nobody vouches for may hold before it is refused.
 *
 * @param entries the most entries
 * @param entryBytes the most bytes of one entry after decompression
 * @param totalBytes the most bytes of all entries together after decompression
 */
public record ArchiveLimits(int entries, long entryBytes, long totalBytes) {

    /**
     * Checks the limits.
     *
     * @param entries the most entries
     * @param entryBytes the most bytes of one entry after decompression
     * @param totalBytes the most bytes of all entries together after decompression
     * @throws IllegalArgumentException if one of them is not positive
     */
    public ArchiveLimits {
        if (entries < 1 || entryBytes < 1 || totalBytes < 1) {
            throw new IllegalArgumentException("archive limits must be positive, got " + entries + " entries, "
                    + entryBytes + " bytes an entry, " + totalBytes + " bytes in all");
        }
    }

    /** {@return limits for files of arrays: 10,000 entries, 2 GiB an entry, 8 GiB in all} */
    public static ArchiveLimits arrays() {
        return new ArchiveLimits(10_000, 2L << 30, 8L << 30);
    }

    /** {@return limits for zips of pictures: 10 million entries, 256 MiB an entry, 1 TiB in all} */
    public static ArchiveLimits images() {
        return new ArchiveLimits(10_000_000, 256L << 20, 1L << 40);
    }
}
