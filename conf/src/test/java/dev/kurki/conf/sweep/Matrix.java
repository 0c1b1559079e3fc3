package dev.kurki.conf.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** What has come of each case, as a table for people and as JSON. */
final class Matrix {
  private static final Path FOLDER = Path.of("target", "sweep");
  private static final String FAILED = "FAILED";

  private final Map<Case, String> outcomes = new LinkedHashMap<>();
  private final Map<Case, Integer> triedAgain = new LinkedHashMap<>();

  void note(Case which, String outcome) {
    outcomes.put(which, outcome);
  }

  /** A case fails unless something comes of it. */
  void begin(Case which) {
    outcomes.put(which, FAILED);
    triedAgain.put(which, 0);
  }

  /** The move was over before the fault came about, and says nothing of it. */
  void triedAgain(Case which) {
    triedAgain.merge(which, 1, Integer::sum);
  }

  /** Writes both; answers where the table is. */
  Path write() throws IOException {
    Files.createDirectories(FOLDER);
    Files.writeString(FOLDER.resolve("matrix.json"),
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json()));
    return Files.writeString(FOLDER.resolve("matrix.txt"), text()).toAbsolutePath();
  }

  private Map<String, Object> json() {
    Map<String, Object> cases = new LinkedHashMap<>();
    for (Fault fault : Fault.values()) {
      Map<String, String> row = new LinkedHashMap<>();
      for (Phase phase : Phase.values()) {
        row.put(phase.word(), cell(new Case(phase, fault)));
      }
      cases.put(fault.word(), row);
    }
    Map<String, Integer> again = new LinkedHashMap<>();
    triedAgain.forEach((which, times) -> {
      if (times > 0) {
        again.put(which.toString(), times);
      }
    });
    return Map.of("run", outcomes.size(), "failed", failures(), "cases", cases, "no-fault-came-about", again);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append("%-16s".formatted(""));
    for (Phase phase : Phase.values()) {
      text.append("%-19s".formatted(phase.word()));
    }
    text.append("tried again");
    TreeSet<String> reasons = new TreeSet<>();
    for (Fault fault : Fault.values()) {
      text.append("\n%-16s".formatted(fault.word()));
      for (Phase phase : Phase.values()) {
        text.append("%-19s".formatted(fault.senselessIn(phase).isPresent() ? "-" : cell(new Case(phase, fault))));
        fault.senselessIn(phase).ifPresent(reason -> reasons.add(fault.word() + ": " + reason));
      }
      text.append(again(fault));
    }
    text.append("\n\n%d cases run, %d failed; a dot was not run.\n".formatted(outcomes.size(), failures()));
    text.append(
        "Tried again: how often no fault came about, because the move was over before; such a move is judged, too.\n");
    text.append("Where a fault makes no sense (-):\n");
    reasons.forEach(reason -> text.append("  ").append(reason).append('\n'));
    return text.toString().lines().map(String::stripTrailing).reduce("", (all, line) -> all + line + "\n");
  }

  private String cell(Case which) {
    return which.fault().senselessIn(which.phase()).map(reason -> "- " + reason)
        .orElseGet(() -> outcomes.getOrDefault(which, "."));
  }

  private int again(Fault fault) {
    return triedAgain.entrySet().stream().filter(entry -> entry.getKey().fault() == fault)
        .mapToInt(Map.Entry::getValue).sum();
  }

  private long failures() {
    return Arrays.stream(outcomes.values().toArray()).filter(FAILED::equals).count();
  }
}
