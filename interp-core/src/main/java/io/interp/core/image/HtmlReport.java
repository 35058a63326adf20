package io.interp.core.image;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interp.core.io.SafeWrite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * One web page that holds everything it shows: styles, pictures and charts are inside it, nothing is loaded from
 * elsewhere, and no script runs. It follows the reader's choice of light or dark and the width of the window. The same
 * calls give the same bytes.
 */
public final class HtmlReport {

    /** A click on the head of a column sorts the table by it, downwards first; the first column stays in words. */
    private static final String SORT = """
            document.querySelectorAll("table").forEach(table => {
              const heads = table.querySelectorAll("th");
              heads.forEach((head, column) => head.addEventListener("click", () => {
                const body = table.tBodies[0];
                const down = head.dataset.order !== "down";
                heads.forEach(other => delete other.dataset.order);
                head.dataset.order = down ? "down" : "up";
                const key = row => row.cells[column] ? row.cells[column].textContent.trim() : "";
                const compare = (a, b) => {
                  const x = parseFloat(key(a)), y = parseFloat(key(b));
                  const order = isNaN(x) || isNaN(y) ? key(a).localeCompare(key(b)) : x - y;
                  return down ? -order : order;
                };
                [...body.rows].filter(row => row.querySelector("td")).sort(compare).forEach(row => body.appendChild(row));
              }));
            });
            """;

    private static final String STYLE = """
            :root{color-scheme:light dark;--fg:#1f2328;--soft:#59636e;--bg:#ffffff;--panel:#f6f8fa;--line:#d9dee3;\
            --best:#0a7d4b;--bestbg:#e3f5ea}
            @media(prefers-color-scheme:dark){:root{--fg:#e6e9ec;--soft:#9aa4ae;--bg:#14171a;--panel:#1e2226;\
            --line:#33393f;--best:#5fd39b;--bestbg:#173526}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--bg);color:var(--fg);\
            font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
            main{max-width:56rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
            h1{font-size:1.9rem;line-height:1.2;margin:0 0 .6rem;letter-spacing:-.01em}
            h2{font-size:1.3rem;line-height:1.3;margin:2.8rem 0 .6rem;padding-top:1.2rem;border-top:1px solid var(--line)}
            p{margin:.7rem 0;max-width:42rem;white-space:pre-line;overflow-wrap:anywhere}
            .lead{font-size:1.1rem;color:var(--soft)}
            .table{overflow-x:auto;margin:1.2rem 0}
            table{border-collapse:collapse;font-size:.92rem;min-width:50%}
            th,td{padding:.4rem .9rem;text-align:left;border-bottom:1px solid var(--line)}
            th{cursor:pointer;color:var(--soft);font-weight:600;border-bottom-width:2px}
            .n{text-align:right;font-variant-numeric:tabular-nums}
            .best{font-weight:650;color:var(--best);background:var(--bestbg)}
            figure{margin:1.5rem 0}
            td img{max-width:20rem;height:auto}
            figure img,figure svg{display:block;max-width:100%;height:auto}
            figure img{border-radius:4px}
            figcaption{margin-top:.5rem;font-size:.9rem;color:var(--soft);max-width:42rem}
            pre{background:var(--panel);padding:.8rem 1rem;border-radius:6px;overflow-x:auto;font-size:.85rem;line-height:1.45}
            details{margin:1rem 0;padding:.6rem 1rem;background:var(--panel);border-radius:6px}
            summary{cursor:pointer;font-weight:600}
            @media print{body{background:#fff;color:#000}h2{break-after:avoid}figure{break-inside:avoid}}
            """;

    private final String title;
    private final StringBuilder body = new StringBuilder();

    private HtmlReport(String title) {
        this.title = title;
    }

    /**
     * Starts a report.
     *
     * @param title its title
     * @return an empty report
     */
    public static HtmlReport titled(String title) {
        return new HtmlReport(title);
    }

    /**
     * Adds the paragraph below the title that says what was found.
     *
     * @param text plain text
     * @return this report
     */
    @CanIgnoreReturnValue
    public HtmlReport lead(String text) {
        body.append("<p class=\"lead\">").append(Text.escape(text)).append("</p>\n");
        return this;
    }

    /**
     * Adds a section.
     *
     * @param heading its heading
     * @param content fills it
     * @return this report
     */
    @CanIgnoreReturnValue
    public HtmlReport section(String heading, Consumer<ReportSection> content) {
        ReportSection section = new ReportSection();
        content.accept(section);
        body.append("<section>\n<h2>")
                .append(Text.escape(heading))
                .append("</h2>\n")
                .append(section.toHtml())
                .append("</section>\n");
        return this;
    }

    /** {@return the whole page} */
    public String toHtml() {
        String escaped = Text.escape(title);
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escaped
                + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n<main>\n<h1>" + escaped + "</h1>\n"
                + body + "</main>\n<script>\n" + SORT + "</script>\n</body>\n</html>\n";
    }

    /**
     * Writes the page, under a temporary name first.
     *
     * @param file the file, usually {@code report.html}
     * @throws java.io.UncheckedIOException if the file can't be written
     */
    public void write(Path file) {
        byte[] bytes = toHtml().getBytes(StandardCharsets.UTF_8);
        SafeWrite.file(file, out -> out.write(bytes));
    }
}
