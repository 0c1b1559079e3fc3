package dev.kurki.conf.abi;

import java.util.stream.Collectors;

import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.abi.Matrix.Cell;
import dev.kurki.migration.lock.ReleaseId;

/** A matrix as a page: a table for each machine type, the reasons in the cells. It needs nothing but itself. */
public final class MatrixPage {
  private static final String STYLE = """
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1c2733; }
      h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { border: 1px solid #c8d1da; padding: .5rem .7rem; text-align: left; vertical-align: top; }
      th { background: #eef2f5; font-weight: 600; }
      td.yes { background: #e2f4e5; } td.no { background: #fbe6e4; }
      td.no p { margin: .2rem 0; font-size: .85rem; } .rule { font-weight: 600; }
      """;

  private MatrixPage() {}

  /** The page. */
  public static String of(Matrix matrix) {
    StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<title>Kurki: who takes whose machines</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n")
        .append("<body>\n<h1>Who takes whose machines</h1>\n")
        .append(
            "<p>Each cell says whether a machine that was born on the release on the left is taken by the release above.")
        .append("</p>\n");
    matrix.machineTypes().forEach(type -> table(page, matrix, type));
    return page.append("</body>\n</html>\n").toString();
  }

  private static void table(StringBuilder page, Matrix matrix, String type) {
    page.append("<h2>").append(escaped(type)).append("</h2>\n<table>\n<tr><th scope=\"col\">from \\ to</th>");
    matrix.releases().forEach(to -> page.append("<th scope=\"col\">").append(escaped(to.toString())).append("</th>"));
    page.append("</tr>\n");
    for (ReleaseId from : matrix.releases()) {
      page.append("<tr><th scope=\"row\">").append(escaped(from.toString())).append("</th>");
      matrix.releases().forEach(to -> page.append(cell(matrix.cell(type, from, to))));
      page.append("</tr>\n");
    }
    page.append("</table>\n");
  }

  private static String cell(Cell cell) {
    if (cell.refusals().isEmpty()) {
      return "<td class=\"yes\">yes</td>";
    }
    return cell.refusals().stream().map(MatrixPage::reason)
        .collect(Collectors.joining("", "<td class=\"no\">no", "</td>"));
  }

  private static String reason(Refusal refusal) {
    return "<p><span class=\"rule\">" + escaped(refusal.rule().words()) + "</span> at " + escaped(refusal.path())
        + ": expected " + escaped(refusal.expected()) + ", found " + escaped(refusal.actual()) + ". Way out: "
        + escaped(refusal.wayOut()) + ".</p>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
