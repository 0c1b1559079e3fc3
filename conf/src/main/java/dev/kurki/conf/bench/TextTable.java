package dev.kurki.conf.bench;

import java.util.List;
import java.util.stream.IntStream;

/** Rows of texts as a table for people. */
public final class TextTable {
  private static final String GAP = "  ";

  private TextTable() {}

  /**
   * The table, a line each row. The first column's texts begin at the left, all others end at the right.
   *
   * @param rows as many texts each, the heads first
   */
  public static String of(List<List<String>> rows) {
    List<Integer> widths = IntStream.range(0, rows.getFirst().size())
        .mapToObj(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toList();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String blanks = " ".repeat(widths.get(column) - row.get(column).length());
        line.append(column == 0 ? row.get(column) + blanks : GAP + blanks + row.get(column));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
