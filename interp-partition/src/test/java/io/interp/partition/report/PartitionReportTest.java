package io.interp.partition.report;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.partition.InterpretableGan;
import io.interp.partition.PartitionStrategy;
import io.interp.partition.SmallRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page stands alone and says what it shows. */
class PartitionReportTest {

    @Test
    void thePageNeedsNothingElse(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("report.html");
        PartitionStrategy strategy = new PartitionStrategy("layer2", SmallRuns.options(3, 1), SmallRuns.faces());
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = new Dcgan(4, 16, 3, 16, 8).generator(manager, 5);
                InterpretableGan untouched = strategy.untouched(Gan.of(generator));
                InterpretableGan trained = strategy.apply(Gan.of(generator))) {
            Evaluation measured = new Evaluator(
                            Optional.empty(), Optional.empty(), new EvaluationOptions(64, 1, 16, 0.6, 1))
                    .measure(untouched, trained, SmallRuns.faces());
            new PartitionReport(untouched, trained, measured, 1).write(page);
            assertThat(folder).isDirectoryContaining(file -> file.equals(page));
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(page);
            }

            String html = Files.readString(page);
            assertThat(html)
                    .contains(
                            "The images",
                            "The groups",
                            "Exchanging parts",
                            "The numbers",
                            "The training",
                            "How it was made",
                            "Group 0",
                            "Group 2")
                    .doesNotContain("Group 3", "mean of out / in", "no curves")
                    .doesNotContain("<link", "<script src");
            assertThat(html.split("data:image/png;base64,", -1)).hasSizeGreaterThanOrEqualTo(1 + 4 + 3);
            // names of XML namespaces are no links
            assertThat(html.replace("http://www.w3.org/", "")).doesNotContain("http://", "https://");

            new PartitionReport(untouched, untouched, measured, 1).write(page);
            assertThat(Files.readString(page)).contains("no curves");
        }
    }
}
