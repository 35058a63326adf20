package io.interp.core.image;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How texts and numbers are written into pages and drawings. */
final class Text {

    private Text() {}

    /** {@return the text with the characters that mean something in HTML and SVG replaced} */
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(letter < ' ' && letter != '\n' && letter != '\t' ? ' ' : letter);
            }
        }
        return out.toString();
    }

    /** {@return a coordinate with two decimals at most} */
    static String coordinate(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /** {@return a number as a person wants to read it: four significant digits, thousands as k, millions as M} */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "\u2013" : value > 0 ? "\u221e" : "\u2212\u221e";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e10)) {
            return String.format(Locale.ROOT, "%.3e", value)
                    .replaceAll("\\.?0+e", "e")
                    .replace("e-0", "e-")
                    .replace("e+0", "e")
                    .replace("e+", "e")
                    .replace('-', '\u2212');
        }
        if (size >= 1e6) {
            return plain(value / 1e6) + "M";
        }
        return size >= 1e4 ? plain(value / 1e3) + "k" : plain(value);
    }

    private static String plain(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(4)).stripTrailingZeros();
        return rounded.toPlainString().replace('-', '\u2212');
    }
}
