package io.interp.core.image;

/** Collects the elements of a chart. Lines and letters take the colour of the text around the drawing. */
final class SvgCanvas {

    private static final String FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

    private final StringBuilder out = new StringBuilder();

    SvgCanvas(int width, int height, String title) {
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height)
                .append("\" width=\"")
                .append(width)
                .append("\" height=\"")
                .append(height)
                .append("\" role=\"img\" aria-label=\"")
                .append(Text.escape(title))
                .append("\" font-family=\"")
                .append(FONT)
                .append("\" fill=\"currentColor\">\n");
    }

    /** A rough width of a text: about 0.56 of the size a letter. */
    static double width(String text, int size) {
        return 0.56 * size * text.length();
    }

    void text(double x, double y, String anchor, int size, String more, String text) {
        out.append("<text x=\"")
                .append(Text.coordinate(x))
                .append("\" y=\"")
                .append(Text.coordinate(y))
                .append("\" text-anchor=\"")
                .append(anchor)
                .append("\" font-size=\"")
                .append(size)
                .append('"')
                .append(more.isEmpty() ? "" : " " + more)
                .append('>')
                .append(Text.escape(text))
                .append("</text>\n");
    }

    void rule(double x1, double y1, double x2, double y2, double opacity) {
        out.append("<path d=\"M")
                .append(Text.coordinate(x1))
                .append(' ')
                .append(Text.coordinate(y1))
                .append('L')
                .append(Text.coordinate(x2))
                .append(' ')
                .append(Text.coordinate(y2))
                .append("\" stroke=\"currentColor\" stroke-opacity=\"")
                .append(opacity)
                .append("\"/>\n");
    }

    void path(String path, String color) {
        if (!path.isEmpty()) {
            out.append("<path d=\"")
                    .append(path)
                    .append("\" fill=\"none\" stroke=\"")
                    .append(color)
                    .append("\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>\n");
        }
    }

    void dot(double x, double y, String color) {
        out.append("<circle cx=\"")
                .append(Text.coordinate(x))
                .append("\" cy=\"")
                .append(Text.coordinate(y))
                .append("\" r=\"3\" fill=\"")
                .append(color)
                .append("\"/>\n");
    }

    void swatch(double x, double y, String color) {
        box(x, y, 10, 10, color);
    }

    void box(double x, double y, double width, double height, String color) {
        out.append("<rect x=\"")
                .append(Text.coordinate(x))
                .append("\" y=\"")
                .append(Text.coordinate(y))
                .append("\" width=\"")
                .append(Text.coordinate(width))
                .append("\" height=\"")
                .append(Text.coordinate(height))
                .append("\" rx=\"2\" fill=\"")
                .append(color)
                .append("\"/>\n");
    }

    String toSvg() {
        return out + "</svg>\n";
    }
}
