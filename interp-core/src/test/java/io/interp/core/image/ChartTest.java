package io.interp.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {

    @Test
    void pointsStandWhereTheAxesSay() throws Exception {
        Document svg = parse(LineChart.titled("t", "x", "y")
                .line("a", new double[] {0, 5, 10}, new double[] {0, 50, 100})
                .toSvg());
        NodeList dots = svg.getElementsByTagName("circle");
        assertThat(dots.getLength()).isEqualTo(3);
        double[] x = new double[3];
        double[] y = new double[3];
        for (int i = 0; i < 3; i++) {
            x[i] = Double.parseDouble(((Element) dots.item(i)).getAttribute("cx"));
            y[i] = Double.parseDouble(((Element) dots.item(i)).getAttribute("cy"));
        }
        assertThat(x[1]).isCloseTo((x[0] + x[2]) / 2, within(0.011));
        assertThat(y[1]).isCloseTo((y[0] + y[2]) / 2, within(0.011));
        assertThat(y[0]).isGreaterThan(y[2]);
        // The labelled ticks 0 and 100 stand at the first and last point.
        assertThat(tickY(svg, "0")).isCloseTo(y[0] + 4, within(0.011));
        assertThat(tickY(svg, "100")).isCloseTo(y[2] + 4, within(0.011));
    }

    private static double tickY(Document svg, String label) {
        NodeList texts = svg.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            if (text.getTextContent().equals(label)
                    && text.getAttribute("text-anchor").equals("end")) {
                return Double.parseDouble(text.getAttribute("y"));
            }
        }
        throw new AssertionError("no tick " + label);
    }

    @Test
    void gapsBreakTheLine() throws Exception {
        String svg = LineChart.titled("t", "x", "y")
                .line("a", new double[] {0, 1, 2, 3, 4}, new double[] {1, 2, Double.NaN, 3, 4})
                .toSvg();
        assertThat(parse(svg).getElementsByTagName("circle").getLength()).isEqualTo(4);
        String line = svg.substring(svg.lastIndexOf("<path d=\"") + 9);
        assertThat(line.substring(0, line.indexOf('"'))
                        .chars()
                        .filter(c -> c == 'M')
                        .count())
                .isEqualTo(2);
        String log = LineChart.titled("t", "x", "y")
                .line("a", new double[] {1, 2, 3}, new double[] {0.01, 0, 100})
                .logY()
                .toSvg();
        assertThat(parse(log).getElementsByTagName("circle").getLength()).isEqualTo(2);
    }

    @Test
    void oddDataStillGivesAChart() throws Exception {
        LineChart empty = LineChart.titled("t", "x", "y");
        for (LineChart chart : List.of(
                empty,
                empty.line("a", new double[0], new double[0]),
                empty.line("a", new double[] {1}, new double[] {0}),
                empty.line("a", new double[] {1, 2}, new double[] {-3, -3}),
                empty.line("a", new double[] {1, 2}, new double[] {Double.NaN, Double.POSITIVE_INFINITY}),
                empty.line("a", new double[] {1e-300, 1e300}, new double[] {-1e300, 1e300}),
                empty.line("a", new double[] {1, 1e6}, new double[] {1, 2})
                        .logX()
                        .logY())) {
            String svg = chart.toSvg();
            assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
            assertThat(parse(svg).getElementsByTagName("text").getLength()).isGreaterThan(5);
        }
    }

    @Test
    void titlesAndNamesAreEscaped() throws Exception {
        String evil = "<script>alert('x')</script> & \"y\" \u0000";
        Document lines = parse(LineChart.titled(evil, evil, evil)
                .line(evil, new double[] {0, 1}, new double[] {0, 1})
                .line(evil, new double[] {0, 1}, new double[] {1, 0})
                .toSvg());
        assertThat(lines.getElementsByTagName("script").getLength()).isZero();
        Document bars = parse(BarChart.titled(evil, evil, List.of(evil))
                .bars(evil, 1)
                .bars(evil, 2)
                .toSvg());
        assertThat(bars.getElementsByTagName("script").getLength()).isZero();
        assertThat(bars.getDocumentElement().getTextContent()).contains("<script>");
    }

    @Test
    void barsAreAsLongAsTheirNumbers() throws Exception {
        Document svg = parse(BarChart.titled("t", "v", List.of("a", "b", "c", "d"))
                .bars("one", 1, 4, -2, Double.NaN)
                .toSvg());
        NodeList boxes = svg.getElementsByTagName("rect");
        assertThat(boxes.getLength()).isEqualTo(3);
        double[] widths = new double[3];
        for (int i = 0; i < 3; i++) {
            widths[i] = Double.parseDouble(((Element) boxes.item(i)).getAttribute("width"));
        }
        assertThat(widths[1]).isCloseTo(4 * widths[0], within(0.05));
        assertThat(widths[2]).isCloseTo(2 * widths[0], within(0.05));
        double zero = Double.parseDouble(((Element) boxes.item(0)).getAttribute("x"));
        assertThat(Double.parseDouble(((Element) boxes.item(2)).getAttribute("x")) + widths[2])
                .isCloseTo(zero, within(0.02));
    }

    @Test
    void ticksAreRoundAndCoverEveryRange() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
        for (int trial = 0; trial < 500; trial++) {
            double a = random.nextGaussian() * Math.pow(10, random.nextInt(13) - 6);
            double b = a + random.nextDouble() * Math.pow(10, random.nextInt(13) - 6) + 1e-7;
            Axis axis = Axis.over(List.of(new double[] {a, b}), false, 0, 100);
            assertThat(axis.low()).isLessThanOrEqualTo(a + 1e-9 * Math.abs(a) + 1e-15);
            assertThat(axis.high()).isGreaterThanOrEqualTo(b - 1e-9 * Math.abs(b) - 1e-15);
            assertThat(axis.ticks().size()).isBetween(3, 12);
        }
        Axis log = Axis.over(List.of(new double[] {0.02, 5000}), true, 0, 100);
        assertThat(log.ticks().size()).isBetween(3, 7);
        assertThat(log.low()).isCloseTo(0.01, within(1e-12));
        assertThat(log.high()).isCloseTo(10_000, within(1e-6));
        assertThat(log.pixel(10)).isCloseTo(50, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1",
        "0.5,0.5",
        "-0.25,\u22120.25",
        "0.30000000000000004,0.3",
        "1234.56,1235",
        "12345,12.35k",
        "2500000,2.5M",
        "0.00001234,1.234e\u22125",
        "3e12,3e12",
        "NaN,\u2013",
        "Infinity,\u221e"
    })
    void numbersReadWell(double value, String expected) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Text.number(value)).isEqualTo(expected);
            assertThat(Text.coordinate(1.5)).isEqualTo("1.5");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void refusesSeriesOfAnotherLength() {
        LineChart lines = LineChart.titled("t", "x", "y");
        assertThatThrownBy(() -> lines.line("a", new double[2], new double[3])).hasMessageContaining("2 x values");
        BarChart bars = BarChart.titled("t", "v", List.of("a"));
        assertThatThrownBy(() -> bars.bars("s", 1, 2)).hasMessageContaining("2 values");
        assertThatThrownBy(() -> BarChart.titled("t", "v", List.of())).hasMessageContaining("category");
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
