package io.interp.sefa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npy;
import io.interp.testkit.drawn.DrawnGan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectionBundleTest {

    @TempDir
    Path folder;

    @Test
    void latentDirectionsComeBackToTheBit() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = DrawnGan.generator(manager)) {
            Directions found = new SefaStrategy().top(4).apply(generator);
            Directions labelled =
                    found.labelled(List.of("smile", "", "light", "")).map(d -> d.ranged(AlphaRange.symmetric(2.5)));
            Path bundle = folder.resolve("bundle");
            DirectionBundle.write(bundle, labelled);
            Directions read = DirectionBundle.read(bundle, generator);
            assertThat(read.vectors()).isDeepEqualTo(labelled.vectors());
            assertThat(read.eigenvalues()).containsExactly(labelled.eigenvalues());
            assertThat(read.shares()).containsExactly(labelled.shares());
            assertThat(read.origin()).isEqualTo(labelled.origin());
            assertThat(read.named("light").name()).isEqualTo("direction 2");
            assertThat(read.get(1).label()).isEmpty();
            assertThat(read.get(3).range()).isEqualTo(AlphaRange.symmetric(2.5));
            assertThat(read.toString()).isEqualTo(labelled.toString());
            assertThat(read.cameFrom(generator)).isTrue();
            HostArray npy = Npy.read(bundle.resolve("directions.npy"));
            assertThat(npy.shape()).containsExactly(4, 64);
            assertThat(npy.toDoubles()).containsExactly(labelled.toArray2d().toDoubles());
            assertThat(Npy.read(bundle.resolve("eigenvalues.npy")).toDoubles()).containsExactly(labelled.eigenvalues());
            try (Generator smaller = new Dcgan(32, 32, 3, 8, 8).generator(manager, 0)) {
                assertThat(labelled.cameFrom(smaller)).isFalse();
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> DirectionBundle.read(bundle, smaller))
                        .withMessageContaining("Z (64)")
                        .withMessageContaining("Z (32)");
            }
        }
    }

    @Test
    void directionsOfLayersAndWithoutSpectrumComeBack() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = NamedWeights.styleGenerator(manager, 6, 5)) {
            Directions found = new SefaStrategy().layers("1-2").top(2).apply(generator);
            Direction boundary = Direction.of("boundary", found.space(), List.of(0, 4), 1, 2, 3, 4, 5, 6)
                    .centred(0.25);
            Path bundle = folder.resolve("styles");
            DirectionBundle.write(bundle, found.and(List.of(boundary)));
            Directions read = DirectionBundle.read(bundle, generator);
            assertThat(read.get(1).layers()).containsExactly(1, 2);
            assertThat(read.get(2).layers()).containsExactly(0, 4);
            assertThat(read.get(2).line()).isEmpty();
            assertThat(read.get(2).centre()).isEqualTo(0.25);
            assertThat(read.get(2).vector()).containsExactly(boundary.vector());
            assertThat(read.origin().codeLayer()).contains("truncation");
        }
    }

    @Test
    void brokenBundlesAreRefused() throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = NamedWeights.styleGenerator(manager, 6, 5)) {
            Directions found = new SefaStrategy().top(2).apply(generator);
            Path bundle = folder.resolve("broken");
            DirectionBundle.write(bundle, found);
            Path description = bundle.resolve("directions.json");
            String sound = Files.readString(description);
            assertRefused(bundle, sound.replace("interp-directions", "other"), "reads interp-directions");
            assertRefused(bundle, sound.replace("\"version\": 1", "\"version\": 2"), "version 2");
            assertRefused(bundle, sound.replace("\"dimension\": 6", "\"dimension\": 7"), "2 vectors of 7 numbers");
            assertRefused(bundle, sound.replace("\"centre\"", "\"center\""), "\"centre\" is missing");
            assertRefused(bundle, sound.replace("W_PLUS", "V"), "V");
            assertRefused(bundle, "{", "");
        }
        assertThat(folder.resolve("broken")).exists();
    }

    private static void assertRefused(Path bundle, String description, String message) throws IOException {
        Files.writeString(bundle.resolve("directions.json"), description);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DirectionBundle.read(bundle))
                .withMessageContaining(message);
    }
}
