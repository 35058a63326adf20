package io.interp.egan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.block.Dcgan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptBuffersTest {

    /** The discriminator's running statistics move in its own steps alone. */
    @Test
    void batchNormsOfTheDiscriminatorAreLeftAloneByEvaluation() {
        Dcgan dcgan = new Dcgan(3, 8, 1, 4, 4);
        try (NDManager manager = NDManager.newBaseManager();
                NormalisedCritic critic = new NormalisedCritic(manager);
                Generator generator = dcgan.generator(manager, 1)) {
            Map<String, NDArray> buffers = critic.buffers();
            assertThat(buffers).isNotEmpty();
            List<float[]> before =
                    buffers.values().stream().map(NDArray::toFloatArray).toList();
            try (NDManager scope = manager.newSubManager();
                    KeptBuffers kept = new KeptBuffers(scope, critic.network())) {
                NDArray images = generator.generate(generator.latents().sample(scope, 1, 5));
                critic.network().score(images.add(1), new Pass(true, false));
                assertThat(buffers.values().stream().map(NDArray::toFloatArray).toList())
                        .as("a training pass moves them")
                        .isNotEqualTo(before);
            }
            List<float[]> after =
                    buffers.values().stream().map(NDArray::toFloatArray).toList();
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i)).containsExactly(before.get(i));
            }
        }
    }
}
