package io.interp.core.image;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;

/** The content of one section of an {@link HtmlReport}, top to bottom. All texts are escaped. */
public final class ReportSection {

    private final StringBuilder html = new StringBuilder();

    ReportSection() {}

    /**
     * Adds a paragraph.
     *
     * @param text plain text
     * @return this section
     */
    @CanIgnoreReturnValue
    public ReportSection text(String text) {
        html.append("<p>").append(Text.escape(text)).append("</p>\n");
        return this;
    }

    /**
     * Adds lines in a fixed-width font: a command, a settings file.
     *
     * @param text plain text
     * @return this section
     */
    @CanIgnoreReturnValue
    public ReportSection code(String text) {
        html.append("<pre>").append(Text.escape(text)).append("</pre>\n");
        return this;
    }

    /**
     * Adds a table.
     *
     * @param table the table
     * @return this section
     */
    @CanIgnoreReturnValue
    public ReportSection table(ReportTable table) {
        html.append(table.toHtml());
        return this;
    }

    /**
     * Adds a picture.
     *
     * @param picture the picture, shown at its own size or as wide as the page
     * @param caption what it shows
     * @return this section
     */
    @CanIgnoreReturnValue
    public ReportSection figure(BufferedImage picture, String caption) {
        return image(Png.dataUri(picture), picture.getWidth(), caption);
    }

    /**
     * Adds an animation.
     *
     * @param animation the animation, shown at its own size or as wide as the page
     * @param caption what it shows
     * @return this section
     */
    @CanIgnoreReturnValue
    public ReportSection figure(AnimatedGif animation, String caption) {
        return image(animation.dataUri(), animation.width(), caption);
    }

    /**
     * Adds a chart.
     *
     * @param chart the chart
     * @param caption what it shows
     * @return this section
     */
    @CanIgnoreReturnValue
    public ReportSection figure(Svg chart, String caption) {
        html.append("<figure>\n").append(chart.toSvg());
        return caption(caption);
    }

    /**
     * Adds content that is folded away until a reader opens it.
     *
     * @param summary the line that is always visible
     * @param content fills the folded part
     * @return this section
     */
    @CanIgnoreReturnValue
    public ReportSection details(String summary, Consumer<ReportSection> content) {
        ReportSection inner = new ReportSection();
        content.accept(inner);
        html.append("<details><summary>")
                .append(Text.escape(summary))
                .append("</summary>\n")
                .append(inner.html)
                .append("</details>\n");
        return this;
    }

    private ReportSection image(String uri, int width, String caption) {
        html.append("<figure>\n<img src=\"")
                .append(uri)
                .append("\" width=\"")
                .append(width)
                .append("\" alt=\"")
                .append(Text.escape(caption))
                .append("\">\n");
        return caption(caption);
    }

    private ReportSection caption(String caption) {
        html.append("<figcaption>").append(Text.escape(caption)).append("</figcaption>\n</figure>\n");
        return this;
    }

    String toHtml() {
        return html.toString();
    }
}
