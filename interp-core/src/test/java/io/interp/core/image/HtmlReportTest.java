package io.interp.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

    private static final BufferedImage PICTURE = Pictures.of(new float[] {-1, 0, 1, 0.5f}, 0, 1, 2, 2);

    @TempDir
    Path folder;

    @Test
    void holdsEverythingAndLoadsNothing() throws Exception {
        Path file = folder.resolve("report.html");
        report().write(file);
        String html = Files.readString(file);
        assertThat(html.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("<script src")
                .containsOnlyOnce("<script>")
                .doesNotContain("<link")
                .doesNotContain("@import")
                .doesNotContain("url(");
        Matcher image =
                Pattern.compile("src=\"data:image/png;base64,([^\"]+)\"").matcher(html);
        assertThat(image.find()).isTrue();
        BufferedImage back =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(image.group(1))));
        assertThat(back.getRGB(0, 0, 2, 2, null, 0, 2)).containsExactly(0xff000000, 0xff808080, -1, 0xffbfbfbf);
        assertThat(html).contains("prefers-color-scheme:dark").contains("<svg").contains("data:image/gif;base64,");
        assertThat(report().toHtml()).isEqualTo(html);
    }

    @Test
    void escapesEveryText() {
        String evil = "<img src=x onerror=alert(1)> & \"'";
        String html = HtmlReport.titled(evil)
                .lead(evil)
                .section(
                        evil,
                        section -> section.text(evil)
                                .code(evil)
                                .figure(PICTURE, evil)
                                .figure(LineChart.titled(evil, evil, evil), evil)
                                .details(evil, inner -> inner.text(evil))
                                .table(ReportTable.of(evil).row(evil)))
                .toHtml();
        assertThat(html).doesNotContain("<img src=x").doesNotContain("& \"");
        assertThat(html.split(Pattern.quote("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;&#39;"), -1))
                .hasSize(17 + 1); // title 2, lead, heading, text, code, picture 2, chart 5, details 2, table 2
    }

    @Test
    void marksTheBestAndSetsNumbersRight() {
        ReportTable table = ReportTable.of("name", "frechet", "share")
                .row("a", 12.5, 0.25)
                .row("b", 11.0, null)
                .row("c", Double.NaN, -0.5);
        String html = table.bestInColumn(1, ReportTable.Best.LOWEST)
                .bestInColumn(2, ReportTable.Best.HIGHEST)
                .toHtml();
        assertThat(html)
                .contains("<th>name</th><th class=\"n\">frechet</th>")
                .contains("<td class=\"n best\">11</td>")
                .contains("<td class=\"n\">12.5</td>")
                .contains("<td class=\"n best\">0.25</td>")
                .contains("<td class=\"n\">\u22120.5</td>")
                .contains("<td class=\"n\">\u2013</td>");
        assertThat(html.split("best", -1)).hasSize(3);
        String rows = ReportTable.of("", "ours", "theirs")
                .row("x", 1, 2)
                .row("y", 4L, 3L)
                .bestInRow(ReportTable.Best.HIGHEST)
                .toHtml();
        assertThat(rows).contains("<td class=\"n best\">2</td>").contains("<td class=\"n best\">4</td>");
        assertThatThrownBy(() -> table.row("d", 1)).hasMessageContaining("row of 2 cells");
        assertThatThrownBy(() -> table.bestInColumn(3, ReportTable.Best.LOWEST))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(ReportTable::of).hasMessageContaining("at least one column");
    }

    private static HtmlReport report() {
        return HtmlReport.titled("Title")
                .lead("Lead")
                .section(
                        "One",
                        section -> section.text("Text")
                                .figure(PICTURE, "A picture")
                                .figure(AnimatedGif.of(List.of(PICTURE, PICTURE)), "An animation")
                                .figure(
                                        BarChart.titled("Bars", "share", List.of("a", "b"))
                                                .bars("s", 1, 2),
                                        "A chart"));
    }
}
