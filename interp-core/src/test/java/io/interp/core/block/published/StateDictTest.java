package io.interp.core.block.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npz;
import io.interp.core.io.SafeTensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictTest {

    private static final PublishedNetwork STYLEGAN = ReferenceNetworks.STYLEGAN.network();

    private NDManager manager;
    private Map<String, HostArray> arrays;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        arrays = new LinkedHashMap<>(ReferenceNetworks.STYLEGAN.stateDict().arrays());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void bothKindsOfFileLoad(@TempDir Path folder) {
        SafeTensors.write(folder.resolve("a"), arrays, Map.of());
        Npz.write(folder.resolve("b"), arrays);
        try (Generator one = STYLEGAN.open(manager, folder.resolve("a"));
                Generator other = STYLEGAN.open(manager, folder.resolve("b"))) {
            assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StateDict.read(Path.of("pom.xml")))
                .withMessageContaining("pom.xml");
    }

    @Test
    void oneErrorListsEverythingThatDoesNotFit() {
        HostArray moved = arrays.remove("synthesis.layer3.bias");
        arrays.remove("mapping.dense2.weight");
        arrays.put("synthesis.layer3.biass", moved);
        arrays.put("synthesis.layer0.const", HostArray.of(new float[2], 1, 2));
        arrays.put("truncation.w_avg", HostArray.of(new float[9], 9));
        try (Generator gan = STYLEGAN.generator(manager, 1)) {
            String before = gan.fingerprint();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new StateDict(arrays).into(gan))
                    .withMessageContaining("2 missing: mapping.dense2.weight, synthesis.layer3.bias")
                    .withMessageContaining("1 unknown: synthesis.layer3.biass")
                    .withMessageContaining("2 of another shape: ")
                    .withMessageContaining("synthesis.layer0.const expected (1, 8, 4, 4), got (1, 2)")
                    .withMessageContaining("truncation.w_avg expected (6), got (9)");
            assertThat(gan.fingerprint()).isEqualTo(before);
        }
    }

    @Test
    void longListsAreCutShort() {
        try (Generator gan = ReferenceNetworks.STYLEGAN2.network().generator(manager, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new StateDict(Map.of()).into(gan))
                    .withMessageContaining(gan.state().size() + " missing: mapping.dense0.bias")
                    .withMessageContaining(" and " + (gan.state().size() - 12) + " more");
        }
    }

    @Test
    void networksInOneFileAreTakenApart() {
        Map<String, HostArray> both = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            both.put("generator_smooth." + name, array);
            both.put("generator." + name, HostArray.of(new float[(int) array.size()], array.shape()));
        });
        assertThat(new StateDict(both).within("generator_smooth").arrays()).isEqualTo(arrays);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StateDict(both).within("g_ema"))
                .withMessageContaining("'g_ema.'");
    }

    @Test
    void aNetworkThatIsStillGrowingIsRefused() {
        arrays.put("synthesis.lod", HostArray.of(new float[] {1.5f}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STYLEGAN.open(manager, new StateDict(arrays)))
                .withMessageContaining("'synthesis.lod' must be 0")
                .withMessageContaining("1.5");
    }

    @Test
    void otherTypesAreConvertedAndBadNumbersRefused() {
        double[] wide = arrays.get("synthesis.layer0.bias").toDoubles();
        arrays.put("synthesis.layer0.bias", HostArray.of(wide, wide.length));
        try (Generator gan = STYLEGAN.open(manager, new StateDict(arrays));
                Generator plain = STYLEGAN.open(manager, ReferenceNetworks.STYLEGAN.file())) {
            assertThat(gan.fingerprint()).isEqualTo(plain.fingerprint());
            wide[1] = Double.NaN;
            arrays.put("synthesis.layer0.bias", HostArray.of(wide, wide.length));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new StateDict(arrays).into(gan))
                    .withMessageContaining("'synthesis.layer0.bias'")
                    .withMessageContaining("NaN");
            NDArray z = gan.latents().sample(manager, 0, 1);
            assertThat(gan.generate(z)).isEqualTo(plain.generate(z));
        }
    }
}
