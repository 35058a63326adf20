package io.interp.cli;

import io.interp.core.data.ImageSource;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Images that are closed where they hold a file. */
record OpenedImages(ImageSource source) implements AutoCloseable {

    @Override
    public void close() {
        if (source instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException("can't close " + source.name(), e);
            }
        }
    }
}
