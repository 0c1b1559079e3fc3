package dev.kurki.conf.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.abi.Matrix.Cell;
import dev.kurki.migration.lock.ReleaseId;

/** A matrix for people: a table for each machine type, and the reason of each refused cell below it. */
public final class MatrixText {
  private static final String TAKEN = "yes";

  private MatrixText() {}

  /** The tables, line by line. */
  public static List<String> of(Matrix matrix) {
    List<String> lines = new ArrayList<>();
    for (String type : matrix.machineTypes()) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      table(matrix, type, lines);
    }
    if (matrix.cells().stream().anyMatch(cell -> !cell.refusals().isEmpty())) {
      lines.add("");
      lines.add("kurki abi explain RULE, e.g. \"" + firstRule(matrix) + "\", says what stands behind a reason");
    }
    return List.copyOf(lines);
  }

  private static void table(Matrix matrix, String type, List<String> lines) {
    Map<String, Integer> notes = new LinkedHashMap<>();
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("", matrix, ReleaseId::toString));
    for (ReleaseId from : matrix.releases()) {
      rows.add(row(from.toString(), matrix, to -> mark(matrix.cell(type, from, to), notes)));
    }
    int width = rows.stream().flatMap(List::stream).mapToInt(String::length).max().orElse(0) + 2;
    lines.add("machine type " + type + ": from the release on the left to the release above");
    rows.forEach(row -> lines.add(row.stream().map(text -> padded(text, width)).collect(Collectors.joining())
        .stripTrailing()));
    notes.forEach((reason, number) -> lines.add("  (" + number + ") " + reason));
  }

  private static List<String> row(String head, Matrix matrix, Function<ReleaseId, String> cell) {
    return Stream.concat(Stream.of(head), matrix.releases().stream().map(cell)).toList();
  }

  private static String mark(Cell cell, Map<String, Integer> notes) {
    if (cell.refusals().isEmpty()) {
      return TAKEN;
    }
    return "no (" + ranges(cell.refusals().stream().map(Refusal::sentence)
        .map(reason -> notes.computeIfAbsent(reason, _ -> notes.size() + 1)).toList()) + ")";
  }

  /** Numbers, those that follow one another as a range: {@code 1-3, 7}. */
  private static String ranges(List<Integer> numbers) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < numbers.size(); i++) {
      int first = i;
      while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
        i++;
      }
      text.append(text.isEmpty() ? "" : ", ").append(numbers.get(first)).append(i == first ? "" : "-" + numbers.get(i));
    }
    return text.toString();
  }

  private static String firstRule(Matrix matrix) {
    return matrix.cells().stream().flatMap(cell -> cell.refusals().stream()).findFirst().orElseThrow().rule().words();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
