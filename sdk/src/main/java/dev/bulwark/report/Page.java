package dev.bulwark.report;

/** The frame of a page that stands alone: one file, which loads nothing from anywhere. */
final class Page {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
      table{border-collapse:collapse}td,th{padding:.3rem .8rem;border-bottom:1px solid #ccc}
      th{text-align:left}svg{width:100%;font-size:12px}.grid{stroke:#ddd}.interval{stroke:#111}
      .before,.rejected{fill:#b0b7c3}.after,.chosen,.point{fill:#2f6fab}
      .chosen,.rejected{fill-opacity:.7}.status{font-weight:bold;font-size:1.3rem}
      .status,b{color:#b42318}.PASS,b.PASS{color:#1a7f37}pre{white-space:pre-wrap;background:#f6f6f6;\
      padding:.6rem;overflow-wrap:anywhere}
      polyline{fill:none;stroke-width:1.5}polyline.line0{stroke:#2f6fab}polyline.line1{stroke:#b42318}
      circle.line0{fill:#2f6fab}circle.line1{fill:#b42318}
      """;

  private Page() {}

  /**
   * A whole page.
   *
   * @param title its name and first heading
   * @param content what stands below
   */
  static String of(String title, Tag content) {
    return of(title, "", content);
  }

  /** The same with a style sheet of its own besides the frame's. */
  static String of(String title, String style, Tag content) {
    Tag head =
        Tag.of("head")
            .own("<meta charset=\"utf-8\">")
            .own("<meta http-equiv=\"Content-Security-Policy\" content=\"")
            .own("default-src 'none'; style-src 'unsafe-inline'; form-action 'none'\">")
            .add(Tag.of("title").text(title))
            .add(Tag.of("style").own(STYLE + style));
    Tag body = Tag.of("body").add(Tag.of("h1").text(title)).add(content);
    return "<!DOCTYPE html>\n" + Tag.of("html").with("lang", "en").add(head).add(body) + "\n";
  }

  /** A row of a table. */
  static Tag row(String cell, String... texts) {
    Tag row = Tag.of("tr");
    for (String text : texts) {
      row.add(Tag.of(cell).text(text));
    }
    return row;
  }
}
