package io.interp.partition.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.measure.Segmenter;
import io.interp.partition.InterpretableGan;
import io.interp.partition.PartitionStrategy;
import io.interp.partition.SmallRuns;
import io.interp.partition.concept.PartLabels;
import io.interp.testkit.drawn.DrawnFace;
import io.interp.testkit.drawn.DrawnGan;
import io.interp.testkit.drawn.DrawnIdentity;
import io.interp.testkit.drawn.DrawnSegmenter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures and page of the drawn generator, with few images. */
class EvaluatorTest {

    private static final EvaluationOptions FEW = new EvaluationOptions(64, 2, 16, 0.6, 1);
    private static final ImageSource FACES = ImageSources.open("drawn:faces?count=100", 3, 32, 32);

    private static NDManager manager;
    private static Generator generator;
    private static InterpretableGan untouched;
    private static InterpretableGan trained;

    @BeforeAll
    static void train() {
        manager = NDManager.newBaseManager();
        generator = DrawnGan.generator(manager);
        try (var discriminator = DrawnGan.discriminator(manager)) {
            Gan gan = Gan.of(generator, discriminator);
            PartitionStrategy strategy = new PartitionStrategy("layer2", SmallRuns.options(6, 2), FACES);
            untouched = strategy.untouched(gan);
            trained = strategy.apply(gan);
        }
    }

    @AfterAll
    static void free() {
        trained.close();
        untouched.close();
        generator.close();
        manager.close();
    }

    private static Evaluation withoutMasks(InterpretableGan before, InterpretableGan after, ImageSource data) {
        return new Evaluator(Optional.empty(), Optional.empty(), FEW).measure(before, after, data);
    }

    private static Evaluation withMasks(Segmenter segmenter, DrawnIdentity identity) {
        List<String> labels = DrawnFace.CLASSES;
        PartLabels parts = PartLabels.of(labels, Map.of("eyes", List.of("eyes"), "mouth", List.of("mouth")));
        List<String> rest = List.of("background", "hair");
        PartLabels face = PartLabels.of(
                labels,
                Map.of("face", labels.stream().filter(l -> !rest.contains(l)).toList(), "rest", rest));
        return new Evaluator(
                        Optional.of(new Evaluator.Masks(segmenter, parts, Optional.of(face))),
                        Optional.of(identity),
                        FEW)
                .measure(untouched, trained, FACES);
    }

    @Test
    void withoutMasksThereAreNoPartsAndNoNames() {
        Evaluation measured = withoutMasks(untouched, trained, FACES);
        assertThat(measured.locality()).isEmpty();
        assertThat(measured.identity()).isEmpty();
        assertThat(measured.shares()).isEmpty();
        assertThat(measured.groupsAlive()).isEqualTo(trained.mixture().groupsAlive());
        assertThat(measured.cosineBefore()).isEqualTo(untouched.cosine());
        assertThat(measured.cosineAfter()).isEqualTo(trained.cosine());
        assertThat(measured.frechetBefore()).isPositive();
        assertThat(measured.frechetAfter()).isPositive().isNotEqualTo(measured.frechetBefore());
    }

    @Test
    void aGeneratorAgainstItselfMeasuresTheSameTwice() {
        Evaluation measured = withoutMasks(trained, trained, FACES);
        assertThat(measured.frechetAfter()).isCloseTo(measured.frechetBefore(), within(1e-9));
        assertThat(measured.cosineAfter()).isEqualTo(measured.cosineBefore());
    }

    @Test
    void fewerRealImagesThanABatchAreEnough() {
        Evaluation measured = withoutMasks(untouched, trained, ImageSources.open("drawn:faces?count=20", 3, 32, 32));
        assertThat(measured.frechetAfter()).isFinite().isPositive();
    }

    @Test
    void masksGiveEachPartItsRowsAndThePageTellsThem(@TempDir Path folder) throws Exception {
        try (Segmenter segmenter = DrawnSegmenter.load(manager);
                DrawnIdentity identity = DrawnIdentity.load(manager)) {
            Evaluation measured = withMasks(segmenter, identity);
            assertThat(measured.locality()).isNotEmpty();
            assertThat(measured.locality().keySet())
                    .containsExactlyElementsOf(trained.concepts().names())
                    .isSubsetOf("eyes", "mouth");
            measured.locality()
                    .values()
                    .forEach(rows -> assertThat(rows.keySet())
                            .contains("ours", "collaging", "collagingUnion")
                            .isSubsetOf("ours", "untouched", "collaging", "collagingUnion"));
            assertThat(measured.shares()).isPresent();
            assertThat(measured.identity()).containsKey("collaging");
            Map<String, Object> json = measured.toJson();
            assertThat(json)
                    .containsKeys(
                            "groupsAlive",
                            "sameGroupCosine",
                            "otherGroupCosine",
                            "frechet",
                            "groupStability",
                            "locality",
                            "identity");
            assertThat(json.get("frechet"))
                    .isEqualTo(Map.of("before", measured.frechetBefore(), "after", measured.frechetAfter()));
            assertThat(json.get("frechetRevised"))
                    .isEqualTo(measured.frechetRevised().orElseThrow());

            Path page = folder.resolve("report.html");
            new PartitionReport(untouched, trained, measured, 1).write(page);
            assertThat(Files.readString(page))
                    .contains(trained.concepts().names())
                    .contains("mean of out / in");
        }
    }

    @Test
    void refusesTooFewOfAnything() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EvaluationOptions(63, 1, 16, 0.6, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new EvaluationOptions(64, 0, 16, 0.6, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new EvaluationOptions(64, 1, 15, 0.6, 0));
    }
}
