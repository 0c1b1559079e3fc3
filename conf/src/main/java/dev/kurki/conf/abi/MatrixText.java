package dev.kurki.conf.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
    int width = matrix.releases().stream().mapToInt(release -> release.toString().length()).max().orElse(0) + 2;
    for (String type : matrix.machineTypes()) {
      Map<String, Integer> notes = new LinkedHashMap<>();
      lines.add("machine type " + type + ": from the release on the left to the release above");
      lines.add(padded("", width)
          + matrix.releases().stream().map(to -> padded(to.toString(), width)).collect(Collectors.joining())
              .stripTrailing());
      for (ReleaseId from : matrix.releases()) {
        lines.add((padded(from.toString(), width) + matrix.releases().stream()
            .map(to -> padded(mark(matrix.cell(type, from, to), notes), width)).collect(Collectors.joining()))
            .stripTrailing());
      }
      notes.forEach((reason, number) -> lines.add("  (" + number + ") " + reason));
      lines.add("");
    }
    return List.copyOf(lines);
  }

  private static String mark(Cell cell, Map<String, Integer> notes) {
    if (cell.refusals().isEmpty()) {
      return TAKEN;
    }
    return cell.refusals().stream().map(Refusal::sentence)
        .map(reason -> "(" + notes.computeIfAbsent(reason, _ -> notes.size() + 1) + ")")
        .collect(Collectors.joining(" ", "no ", ""));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
