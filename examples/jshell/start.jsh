import ai.djl.ndarray.*;
import ai.djl.ndarray.types.Shape;
import io.interp.*;
import io.interp.core.*;
import io.interp.core.data.*;
import io.interp.core.image.*;
import io.interp.core.measure.Segmenter;
import io.interp.dissect.*;
import io.interp.dissect.intervene.CausalOptions;
import io.interp.dissect.intervene.CausalStrategy;
import io.interp.dissect.intervene.CausalUnits;
import io.interp.egan.*;
import io.interp.eigengan.*;
import io.interp.partition.*;
import io.interp.partition.concept.*;
import io.interp.sefa.*;
import io.interp.sefa.picture.*;
import io.interp.testkit.drawn.*;
import java.nio.file.*;
import java.util.*;

// Owns what is made in this session. JShell has no end of a block, so it is closed when the session's JVM ends.
class Session implements AutoCloseable {
    final NDManager manager = NDManager.newBaseManager();
    final boolean brief = Boolean.getBoolean("interp.short");
    final Path out = Path.of(System.getProperty("interp.out", "out/jshell"));
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();

    Session() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    // Closes a network or a result with the session, the newest first.
    <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    // The GAN of drawn faces that comes with the library.
    Interpretable drawn() {
        return own(Interpretable.wrap(DrawnGan.load(manager)));
    }

    // A TorchScript file with its description beside it, or a directory that interp saved.
    Interpretable open(String model) {
        return own(Interpretable.wrap(GeneratorFiles.load(Path.of(model), manager)));
    }

    @Override
    public synchronized void close() {
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) {
                System.err.println("can't close: " + e);
            }
        }
        manager.close();
    }
}

Session session = new Session();
