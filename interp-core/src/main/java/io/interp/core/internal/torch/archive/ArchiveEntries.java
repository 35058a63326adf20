package io.interp.core.internal.torch.archive;

import io.interp.core.InterpException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The entries of a zip as PyTorch writes it: all in one folder, stored uncompressed.
 *
 * <p>Files are untrusted: the number and size of entries are limited, and names that lead out of the folder refused.
 *
 * @param root the folder's name
 * @param bytes the content of each entry, by its name within the folder, in the order of the zip
 */
record ArchiveEntries(String root, Map<String, byte[]> bytes) {

    private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final int MOST_ENTRIES = 100_000;
    private static final long MOST_BYTES = 16L << 30;
    private static final long MOST_ENTRY_BYTES = Integer.MAX_VALUE - 16L;

    /**
     * Reads a zip.
     *
     * @param file the zip
     * @param name the name errors give it
     * @return its entries
     * @throws InterpException if it is no zip, is damaged, or breaks a limit
     * @throws UncheckedIOException if it can't be read
     */
    static ArchiveEntries read(Path file, String name) {
        try {
            requireZip(file, name);
            try (ZipFile zip = new ZipFile(file.toFile())) {
                return read(zip, name);
            }
        } catch (ZipException e) {
            throw new InterpException(
                    name + " is a damaged or truncated zip (" + e.getMessage() + "); copy or export it again", e);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + name, e);
        }
    }

    private static void requireZip(Path file, String name) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(4);
        }
        if (head.length == 4 && head[0] == 'P' && head[1] == 'K') {
            return;
        }
        boolean pickle = head.length > 1 && head[0] == (byte) 0x80;
        throw new InterpException(name + " is not a TorchScript archive: "
                + (pickle
                        ? "it is a pickle (torch.save of an old PyTorch)"
                        : head.length < 4 ? "it has only " + head.length + " bytes" : "it is not a zip")
                + ". Export the module with torch.jit.script(module).save(path)"
                + " or torch.jit.trace(module, example).save(path)");
    }

    private static ArchiveEntries read(ZipFile zip, String name) throws IOException {
        if (zip.size() > MOST_ENTRIES) {
            throw new InterpException(
                    name + " has " + zip.size() + " entries, more than " + MOST_ENTRIES + ": refused");
        }
        Map<String, byte[]> entries = new LinkedHashMap<>();
        String root = null;
        long total = 0;
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            if (entry.isDirectory()) {
                continue;
            }
            String path = entry.getName();
            int slash = path.indexOf('/');
            requireSafe(path, name);
            boolean elsewhere = root != null && !path.startsWith(root + "/");
            if (slash <= 0 || elsewhere) {
                throw new InterpException(
                        name + " is not a TorchScript archive: its entries must stand in one folder, '" + path
                                + "' does not. Export the module with torch.jit.script or torch.jit.trace");
            }
            root = path.substring(0, slash);
            total += Math.max(0, entry.getSize());
            if (entry.getSize() > MOST_ENTRY_BYTES || total > MOST_BYTES) {
                throw new InterpException(name + " holds more than " + (MOST_BYTES >> 30)
                        + " GiB, or more than 2 GiB in" + " one entry (" + path + "): refused");
            }
            byte[] content = content(zip, entry, name);
            if (entries.put(path.substring(slash + 1), content) != null) {
                throw new InterpException(name + " holds two entries named " + path + ": refused");
            }
        }
        if (root == null) {
            throw new InterpException(name + " is an empty zip, not a TorchScript archive");
        }
        return new ArchiveEntries(root, Collections.unmodifiableMap(entries));
    }

    private static void requireSafe(String path, String name) {
        boolean outside = path.startsWith("/")
                || path.indexOf('\\') >= 0
                || path.indexOf('\0') >= 0
                || ("/" + path + "/").contains("/../");
        if (outside) {
            throw new InterpException(name + " holds an entry that leads out of its folder ('" + path + "'): refused");
        }
    }

    private static byte[] content(ZipFile zip, ZipEntry entry, String name) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            // One byte more than declared shows an entry that lies about its size.
            byte[] content = in.readNBytes((int) entry.getSize() + 1);
            CRC32 crc = new CRC32();
            crc.update(content);
            if (content.length != entry.getSize() || entry.getCrc() != crc.getValue()) {
                throw new InterpException(name + " is damaged: entry " + entry.getName()
                        + " does not have the size or checksum it declares; copy or export it again");
            }
            return content;
        }
    }

    /** Writes these entries as a zip of stored entries, in order. */
    void write(OutputStream out) {
        try (ZipOutputStream zip = new ZipOutputStream(new Unclosed(out))) {
            for (Map.Entry<String, byte[]> entry : bytes.entrySet()) {
                byte[] content = entry.getValue();
                ZipEntry header = new ZipEntry(root + "/" + entry.getKey());
                CRC32 crc = new CRC32();
                crc.update(content);
                header.setMethod(ZipEntry.STORED);
                header.setSize(content.length);
                header.setCompressedSize(content.length);
                header.setCrc(crc.getValue());
                header.setTimeLocal(DATE);
                zip.putNextEntry(header);
                zip.write(content);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write the archive " + root, e);
        }
    }

    /** Keeps the caller's stream open. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            out.write(b, off, len);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
