package io.interp.core.data;

import io.interp.core.io.ArchiveLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The image files below a folder or in a zip: their sorted names, and their bytes. Nothing is ever unpacked to disk. */
final class ImageEntries implements AutoCloseable {

    private static final Set<String> SUFFIXES = Set.of("jpg", "jpeg", "png", "bmp", "gif");

    private final Path root;
    private final ZipFile zip;
    private final List<String> names;
    private final long entryBytes;

    private ImageEntries(Path root, ZipFile zip, List<String> names, long entryBytes) {
        this.root = root;
        this.zip = zip;
        this.names = names;
        this.entryBytes = entryBytes;
    }

    static ImageEntries of(Path path, ArchiveLimits limits) {
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("no such folder or zip of images: " + path);
        }
        try {
            ImageEntries entries = Files.isDirectory(path) ? folder(path, limits) : zip(path, limits);
            if (entries.names.isEmpty()) {
                entries.close();
                throw new IllegalArgumentException(path + " holds no images (jpg, png, bmp or gif)");
            }
            return entries;
        } catch (ZipException e) {
            throw new IllegalArgumentException(path + " is neither a folder nor a whole zip: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + path + ": " + e, e);
        }
    }

    private static ImageEntries folder(Path path, ArchiveLimits limits) throws IOException {
        try (Stream<Path> files = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> path.relativize(file).toString().replace('\\', '/'))
                    .filter(ImageEntries::isImage)
                    .sorted()
                    .toList();
            return new ImageEntries(path, null, names, limits.entryBytes());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static ImageEntries zip(Path path, ArchiveLimits limits) throws IOException {
        ZipFile zip = new ZipFile(path.toFile());
        try {
            if (zip.size() > limits.entries()) {
                throw new IllegalArgumentException(
                        path + " holds " + zip.size() + " entries, at most " + limits.entries() + " accepted");
            }
            List<String> names = zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(ImageEntries::isImage)
                    .sorted(Comparator.naturalOrder())
                    .toList();
            return new ImageEntries(path, zip, names, limits.entryBytes());
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** By suffix; hidden files and what macOS adds to zips are left out. */
    private static boolean isImage(String name) {
        for (String part : name.split("/", -1)) {
            if (part.startsWith(".") || part.equals("__MACOSX")) {
                return false;
            }
        }
        return SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    List<String> names() {
        return names;
    }

    /** {@return where an image is, for messages} */
    String describe(int index) {
        return zip == null ? root.resolve(names.get(index)).toString() : root + "!" + names.get(index);
    }

    byte[] bytes(int index) {
        try (InputStream in = open(index)) {
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, entryBytes + 1));
            if (bytes.length > entryBytes) {
                throw new IllegalArgumentException(
                        describe(index) + " has more than the " + entryBytes + " bytes accepted");
            }
            return bytes;
        } catch (ZipException e) {
            throw new IllegalArgumentException(describe(index) + " is broken: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + describe(index) + ": " + e, e);
        }
    }

    private InputStream open(int index) throws IOException {
        if (zip == null) {
            return Files.newInputStream(root.resolve(names.get(index)));
        }
        return zip.getInputStream(zip.getEntry(names.get(index)));
    }

    @Override
    public void close() {
        try {
            if (zip != null) {
                zip.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't close " + root, e);
        }
    }
}
