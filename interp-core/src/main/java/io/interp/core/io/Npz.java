package io.interp.core.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes NumPy's {@code .npz} files: a zip with one npy file an array.
 *
 * <p>Entries may be stored or deflated when read and are stored when written, as {@code numpy.savez} does. The same
 * arrays always give the same bytes.
 */
public final class Npz {

    private static final String SUFFIX = ".npy";
    // January 1980 would make the JDK add a time-zone dependent extra field.
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private Npz() {}

    /**
     * Writes arrays to a file, under a temporary name first.
     *
     * @param file the file, usually named {@code *.npz}
     * @param arrays arrays by name; written in the map's order
     * @throws IllegalArgumentException if a name is not a plain one, or an element type can't be written
     * @throws UncheckedIOException if the file can't be written
     */
    public static void write(Path file, Map<String, HostArray> arrays) {
        arrays.forEach((name, array) -> {
            checkName(name, file);
            Npy.header(array.dataType(), array.shape()); // refuses the type before any byte is written
        });
        SafeWrite.file(file, out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, HostArray> entry : arrays.entrySet()) {
                    putEntry(zip, entry.getKey(), entry.getValue());
                }
            }
        });
    }

    private static void putEntry(ZipOutputStream zip, String name, HostArray array) throws IOException {
        byte[] header = Npy.header(array.dataType(), array.shape());
        CRC32 crc = new CRC32();
        crc.update(header);
        crc.update(array.bytes());
        ZipEntry entry = new ZipEntry(name + SUFFIX);
        entry.setTimeLocal(FIXED_TIME);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(header.length + (long) array.bytes().remaining());
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(header);
        Npy.writeBytes(zip, array.bytes());
        zip.closeEntry();
    }

    /**
     * Reads all arrays of a file, within {@link ArchiveLimits#arrays()}.
     *
     * @param file the file
     * @return arrays by name, without the suffix {@code .npy}, in the file's order
     * @throws IllegalArgumentException if the file is broken, holds anything but npy files or is over a limit
     * @throws UncheckedIOException if the file can't be read
     */
    public static Map<String, HostArray> read(Path file) {
        return read(file, ArchiveLimits.arrays());
    }

    /**
     * Reads all arrays of a file.
     *
     * @param file the file
     * @param limits how much to accept
     * @return arrays by name, without the suffix {@code .npy}, in the file's order
     * @throws IllegalArgumentException if the file is broken, holds anything but npy files or is over a limit
     * @throws UncheckedIOException if the file can't be read
     */
    public static Map<String, HostArray> read(Path file, ArchiveLimits limits) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > limits.entries()) {
                throw new IllegalArgumentException(
                        file + " holds " + zip.size() + " entries, at most " + limits.entries() + " accepted");
            }
            Map<String, HostArray> arrays = new LinkedHashMap<>();
            long total = 0;
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String name = arrayName(entry.getName(), file);
                long limit = Math.min(limits.entryBytes(), limits.totalBytes() - total);
                HostArray array = readEntry(zip, entry, file + "!" + entry.getName(), limit);
                total += array.bytes().remaining();
                if (arrays.put(name, array) != null) {
                    throw new IllegalArgumentException(file + " holds two arrays named " + name);
                }
            }
            return arrays;
        } catch (ZipException e) {
            throw new IllegalArgumentException(file + " is not a whole npz (zip) file: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file + ": " + e, e);
        }
    }

    private static HostArray readEntry(ZipFile zip, ZipEntry entry, String where, long limit) throws IOException {
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
            HostArray array = Npy.read(in, where, limit);
            if (in.read() != -1) {
                throw new IllegalArgumentException(where + " has bytes after the array " + array);
            }
            return array;
        }
    }

    private static String arrayName(String entryName, Path file) {
        if (!entryName.endsWith(SUFFIX)) {
            throw new IllegalArgumentException(file + " holds " + entryName + ", which is not an npy file");
        }
        String name = entryName.substring(0, entryName.length() - SUFFIX.length());
        checkName(name, file);
        return name;
    }

    /** Folders are fine (NumPy writes them for names with a slash), ways out of the archive are not. */
    private static void checkName(String name, Path file) {
        boolean climbs = false;
        for (String part : name.split("/", -1)) {
            climbs |= part.isEmpty() || part.equals(".") || part.equals("..");
        }
        if (climbs || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(file + ": array name '" + name
                    + "' is not allowed; it must be a relative name without empty parts, dots or backslashes");
        }
    }
}
