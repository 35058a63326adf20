package io.interp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Strategy;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.data.PixelRange;
import io.interp.core.image.Pictures;
import io.interp.core.image.Png;
import io.interp.partition.InterpretableGan;
import io.interp.partition.PartitionOptions;
import io.interp.partition.UpdateReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front door on a small generator: what is described is what is done. */
class InterpretableTest {

    /** Layers: layer1 (16 filters, 4x4), layer2 (8, 8x8), image (3, 16x16). */
    private static final Dcgan SMALL = new Dcgan(4, 16, 3, 16, 8);

    private NDManager manager;
    private Interpretable gan;

    @BeforeEach
    void wrap() {
        manager = NDManager.newBaseManager();
        gan = Interpretable.wrap(Gan.of(SMALL.generator(manager, 5), SMALL.discriminator(manager, 6)));
    }

    @AfterEach
    void free() {
        gan.close();
        manager.close();
    }

    private static PartitionOptions quick(int groups) {
        PartitionOptions robust =
                PartitionOptions.robust(groups).withUpdates(1, 1).withImages(64, 4);
        return robust.withGan(robust.gan().withBatchSize(4));
    }

    private static ArrayDataset dataset(NDArray images) {
        return new ArrayDataset.Builder().setData(images).setSampling(5, false).build();
    }

    @Test
    void theChainSaysWhatIsTrained() {
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        Partition described = gan.partition(quick(3))
                .at("layer1")
                .updates(2, 1)
                .seed(9)
                .listen(report -> first.add(report.update()))
                .listen(report -> second.add(report.update()));
        assertThat(described)
                .hasToString("partition into 3 groups at layer 'layer1' of generator '"
                        + gan.generator().name() + "'");
        try (InterpretableGan trained = described.train("drawn:faces?count=64")) {
            assertThat(trained.layer()).isEqualTo("layer1");
            assertThat(trained.mixture().groups()).isEqualTo(3);
            assertThat(trained.mixture().filters()).isEqualTo(16);
            assertThat(trained.options().seed()).isEqualTo(9);
            assertThat(trained.history()).extracting(UpdateReport::update).containsExactly(1, 2);
            assertThat(first).containsExactly(1, 2).isEqualTo(second);
        }
    }

    @Test
    void eachStepOfTheChainIsAnotherDescription() {
        Partition described = gan.partition(2);
        Partition elsewhere = described.at("layer1");
        assertThat(described.layer()).isEqualTo("layer2");
        assertThat(elsewhere.layer()).isEqualTo("layer1");
    }

    /** layer2 has 8 filters, enough for 4 groups of two; 8 groups need the 16 of layer1. */
    @Test
    void theLastLayerWithEnoughFiltersIsChosen() {
        assertThat(gan.partition(4).layer()).isEqualTo("layer2");
        assertThat(gan.partition(5).layer()).isEqualTo("layer1");
        assertThat(gan.partition(8).layer()).isEqualTo("layer1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gan.partition(9).layer())
                .withMessageContainingAll("18 filters", "layer1");
    }

    @Test
    void namesNearLayersForAnUnknownOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gan.partition(3).at("leyer2"))
                .withMessageContaining("layer2");
        assertThatIllegalArgumentException().isThrownBy(() -> gan.partition(0));
    }

    /** A dataset, a folder of pictures and an array of the same images train the same generator. */
    @Test
    void theSameImagesTrainTheSameWhereverTheyComeFrom(@TempDir Path folder) throws Exception {
        Partition described = gan.partition(quick(3)).at("layer2");
        ImageSource faces = ImageSources.open("drawn:faces?count=12", 3, 16, 16);
        int[] all = IntStream.range(0, 12).toArray();
        try (NDManager scope = manager.newSubManager();
                InterpretableGan expected = described.train(faces)) {
            NDArray images = faces.batch(scope, all);
            Path pictures = Files.createDirectory(folder.resolve("pictures"));
            var drawn = Pictures.of(images);
            for (int i = 0; i < all.length; i++) {
                Png.write(pictures.resolve(String.format("%02d.png", i)), drawn.get(i));
            }
            String fingerprint = expected.generator().fingerprint();
            try (InterpretableGan fromDataset = described.train(dataset(images), PixelRange.SIGNED);
                    InterpretableGan fromBytes =
                            described.train(dataset(images.add(1).mul(127.5).round()), PixelRange.BYTES);
                    InterpretableGan fromFolder = described.train(pictures);
                    InterpretableGan fewer = described.train("drawn:faces?count=11")) {
                assertThat(fromDataset.generator().fingerprint()).isEqualTo(fingerprint);
                assertThat(fromFolder.generator().fingerprint()).isEqualTo(fingerprint);
                // bytes are scaled in another order of operations: equal but for rounding, which Adam's first step
                // enlarges
                assertThat(fromBytes.history().get(0).discriminatorLoss())
                        .isCloseTo(expected.history().get(0).discriminatorLoss(), within(1e-5));
                assertThat(fewer.history().get(0).discriminatorLoss())
                        .isNotCloseTo(expected.history().get(0).discriminatorLoss(), within(1e-5));
                assertThat(fewer.generator().fingerprint()).isNotEqualTo(fingerprint);
            }
        }
    }

    @Test
    void refusesImagesOfAnotherSize() {
        try (NDManager scope = manager.newSubManager()) {
            ArrayDataset dataset = dataset(scope.zeros(new Shape(8, 3, 8, 8)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> gan.partition(quick(3))
                            .at("layer2")
                            .train(dataset, PixelRange.UNIT)
                            .close())
                    .withMessageContainingAll("(3, 16, 16)", "(3, 8, 8)");
        }
    }

    @Test
    void appliesAnyStrategyToTheNetworksItWraps() {
        Strategy<String> naming = new Strategy<>() {
            @Override
            public String name() {
                return "naming";
            }

            @Override
            public String apply(Gan applied) {
                return applied.generator().name() + " "
                        + applied.discriminator().isPresent();
            }
        };
        assertThat(gan.apply(naming)).isEqualTo(gan.generator().name() + " true");
        assertThat(gan.layers().names()).containsExactly("layer1", "layer2", "image");
        assertThat(gan).hasToString(gan.generator().toString());
    }

    @Test
    void closingFreesTheNetworks() {
        int before = manager.getManagedArrays().size();
        Generator generator = SMALL.generator(manager, 7);
        assertThat(manager.getManagedArrays()).hasSizeGreaterThan(before);
        Interpretable.wrap(generator).close();
        assertThat(manager.getManagedArrays()).hasSize(before);
    }
}
