package dev.kurki.conf.abi;

import java.util.stream.Collectors;

import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.abi.Matrix.Cell;
import dev.kurki.migration.lock.ReleaseId;

/** A matrix as a page: a table for each machine type, the reasons in the cells. It needs nothing but itself. */
public final class MatrixPage {
  private static final String STYLE = """
      :root { color-scheme: light dark; --page: #fff; --text: #1c2733; --line: #c8d1da; --head: #eef2f5; --yes: #e2f4e5;
        --no: #fbe6e4; --dim: #56636f; }
      @media (prefers-color-scheme: dark) { :root { --page: #14191e; --text: #dde4ea; --line: #3a4650; --head: #212a32;
        --yes: #17381f; --no: #45201d; --dim: #9dabb7; } }
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem;
        background: var(--page); color: var(--text); }
      h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
      .table { overflow-x: auto; }
      table { border-collapse: collapse; }
      th, td { border: 1px solid var(--line); padding: .5rem .7rem; text-align: left; vertical-align: top;
        min-width: 8rem; max-width: 26rem; overflow-wrap: anywhere; }
      th { background: var(--head); font-weight: 600; overflow-wrap: normal; white-space: nowrap; }
      th[scope=row] { position: sticky; left: 0; }
      td.yes { background: var(--yes); } td.no { background: var(--no); }
      details { margin: .2rem 0; font-size: .875rem; } summary { cursor: pointer; }
      dl { margin: .2rem 0 .4rem 1rem; } dt { color: var(--dim); } dd { margin: 0 0 .2rem; }
      @media (max-width: 40rem) { body { margin: 1rem auto; } th { white-space: normal; overflow-wrap: anywhere; }
        th, td { min-width: 6.5rem; padding: .35rem .5rem; } th[scope=row] { position: static; } }
      """;
  /** How many reasons a cell may have for all of them to be open at first. */
  private static final int OPEN = 2;

  private MatrixPage() {}

  /** The page. */
  public static String of(Matrix matrix) {
    StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>Kurki: who takes whose machines</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n")
        .append("<body>\n<h1>Who takes whose machines</h1>\n")
        .append(
            "<p>Each cell says whether a machine that was born on the release on the left is taken by the release above.")
        .append("</p>\n");
    matrix.machineTypes().forEach(type -> table(page, matrix, type));
    return page.append("</body>\n</html>\n").toString();
  }

  private static void table(StringBuilder page, Matrix matrix, String type) {
    page.append("<h2>").append(escaped(type))
        .append("</h2>\n<div class=\"table\">\n<table>\n<tr><th scope=\"col\">from \\ to</th>");
    matrix.releases().forEach(to -> page.append("<th scope=\"col\">").append(escaped(to.toString())).append("</th>"));
    page.append("</tr>\n");
    for (ReleaseId from : matrix.releases()) {
      page.append("<tr><th scope=\"row\">").append(escaped(from.toString())).append("</th>");
      matrix.releases().forEach(to -> page.append(cell(matrix.cell(type, from, to))));
      page.append("</tr>\n");
    }
    page.append("</table>\n</div>\n");
  }

  private static String cell(Cell cell) {
    if (cell.refusals().isEmpty()) {
      return "<td class=\"yes\">yes</td>";
    }
    String open = cell.refusals().size() > OPEN ? "" : " open";
    return cell.refusals().stream().map(refusal -> reason(refusal, open))
        .collect(Collectors.joining("", "<td class=\"no\">no", "</td>"));
  }

  private static String reason(Refusal refusal, String open) {
    return "<details" + open + "><summary><strong>" + escaped(refusal.rule().words()) + "</strong> at "
        + escaped(refusal.path()) + "</summary><dl>" + part("expected", refusal.expected())
        + part("found", refusal.actual()) + part("way out", refusal.wayOut()) + "</dl></details>";
  }

  private static String part(String name, String text) {
    return "<dt>" + name + "</dt><dd>" + escaped(text) + "</dd>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
