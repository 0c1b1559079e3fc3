package dev.kurki.conf.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.abi.Explanation;
import dev.kurki.conf.admin.Json;
import dev.kurki.conf.input.BadInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurki abi explain}: what stands behind a refusal. */
@Command(name = "explain", mixinStandardHelpOptions = true, description = "Explains a refusal or a verdict: by the name of its rule, e.g. UNKNOWN_SUBSECTION, FEATURE or W, or as the JSON that "
    + "a command with --json has printed.")
final class AbiExplainCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "REFUSAL", description = "A rule's name or words, JSON with refusals or verdicts, a file with it, or - for standard input.")
  private String refusal = "";

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    String text = text();
    if (text.strip().startsWith("{") || text.strip().startsWith("[")) {
      List<JsonNode> reasons = new ArrayList<>();
      collect(Json.read(text), reasons);
      if (reasons.isEmpty()) {
        throw new BadInput("there is no refusal and no verdict in this JSON; "
            + "give what kurki plan, migrate, abi check or abi matrix has printed with --json");
      }
      reasons.stream().distinct().forEach(reason -> explain(reason, out));
    } else {
      out.println(explained(text.strip()));
    }
    return 0;
  }

  /** Finds refusals and verdicts, however deep they stand. */
  private static void collect(JsonNode json, List<JsonNode> reasons) {
    if (isVerdict(json) || (json.has("rule") && json.has("wayOut"))) {
      reasons.add(json);
    } else {
      json.forEach(inner -> collect(inner, reasons));
    }
  }

  private static void explain(JsonNode reason, PrintWriter out) {
    out.println(isVerdict(reason) ? VerdictText.of(reason) : RefusalText.of(reason));
    out.println("    why:      " + explained(reason.path(isVerdict(reason) ? "ruling" : "rule").asText()));
  }

  private static boolean isVerdict(JsonNode json) {
    return json.has("ruling");
  }

  private static String explained(String name) {
    return Explanation.of(name).orElseThrow(() -> new BadInput(
        "\"" + name + "\" is no file and names no rule; there are " + Explanation.names()));
  }

  private String text() {
    try {
      if (refusal.equals("-")) {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      }
      return !refusal.startsWith("{") && !refusal.startsWith("[") && Files.isRegularFile(Path.of(refusal))
          ? Files.readString(Path.of(refusal))
          : refusal;
    } catch (IOException e) {
      throw new BadInput(refusal + ": cannot be read: " + e.getMessage());
    }
  }
}
