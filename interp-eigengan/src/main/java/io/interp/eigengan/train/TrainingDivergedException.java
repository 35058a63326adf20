package io.interp.eigengan.train;

import io.interp.core.InterpException;
import java.nio.file.Path;
import java.util.Optional;

/** Training that stopped because losses or weights were no longer finite, or losses grew out of all proportion. */
public final class TrainingDivergedException extends InterpException {

    private static final long serialVersionUID = 1;

    private final long step;
    private final transient Path checkpoint;

    TrainingDivergedException(long step, String what, Optional<Path> lastCheckpoint, Throwable cause) {
        super(
                "training diverged at step " + step + ": " + what + "; "
                        + lastCheckpoint
                                .map(path -> "the last good checkpoint is " + path + ", go on from it")
                                .orElse("there is no checkpoint, start afresh")
                        + " with a smaller learning rate or a stronger R1",
                cause);
        this.step = step;
        this.checkpoint = lastCheckpoint.orElse(null);
    }

    /** {@return the step at which it was found} */
    public long step() {
        return step;
    }

    /** {@return the last checkpoint, whose weights were finite; empty if there is none} */
    public Optional<Path> lastCheckpoint() {
        return Optional.ofNullable(checkpoint);
    }
}
