package io.interp.dissect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.dissect.picture.ClassBars;
import io.interp.dissect.picture.UnitGallery;
import io.interp.dissect.report.DissectionReport;
import io.interp.testkit.PlantedGenerator;
import io.interp.testkit.drawn.DrawnGan;
import io.interp.testkit.drawn.DrawnSegmenter;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small generator that was trained on drawn faces, whose units nobody planted. */
class DrawnFacesDissectionTest {

    @Test
    void trainedUnitsAgreeWithPartsBeyondChance(@TempDir Path folder) throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = DrawnGan.generator(manager);
                DrawnSegmenter segmenter = DrawnSegmenter.load(manager)) {
            DissectionOptions options =
                    DissectionOptions.of("layer3").samples(120).examples(4);
            Dissection found = new DissectionStrategy(segmenter, options).apply(Gan.of(generator));
            LayerDissection layer = found.layer("layer3");
            assertThat(found.interpretableUnits()).isGreaterThan(4);
            assertThat(layer.interpretable().stream()
                            .map(unit -> unit.label().name())
                            .distinct())
                    .hasSizeGreaterThan(1);
            // Lower ends of 95 % intervals above chance, for units of more than one part.
            assertThat(layer.interpretable().stream()
                            .filter(unit ->
                                    unit.low() > 1.5 * unit.association().chance())
                            .map(unit -> unit.label().name())
                            .distinct())
                    .hasSizeGreaterThan(1);
            UnitGallery gallery = new UnitGallery(generator, found, 4);
            BufferedImage strip = gallery.strip(layer.interpretable().get(0));
            assertThat(strip.getHeight()).isEqualTo(96);
            assertThat(strip.getWidth()).isEqualTo(4 * 96 + 3 * 2);
            assertThat(ClassBars.of(layer).get("object").toSvg()).contains("<svg", "units");
            Path page = folder.resolve("report.html");
            new DissectionReport(found, gallery, 5).write(page);
            assertThat(Files.readString(page))
                    .contains("Layer layer3", "times chance", "The best units of every class");
            try (Generator other = PlantedGenerator.of(2, 4).generator(manager)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new UnitGallery(other, found, 4))
                        .withMessageContaining("another generator");
            }
        }
    }
}
