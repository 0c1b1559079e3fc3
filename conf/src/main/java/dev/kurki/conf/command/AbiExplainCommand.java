package dev.kurki.conf.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  @Parameters(index = "0", paramLabel = "REFUSAL", description = "A rule's name, a refusal as JSON, a file with one, or - for standard input.")
  private String refusal = "";

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    String text = text();
    if (text.strip().startsWith("{")) {
      JsonNode json = Json.read(text);
      JsonNode refusals = json.path("refusals").isArray() ? json.path("refusals") : Json.read("[" + text + "]");
      refusals.forEach(each -> {
        out.println(RefusalText.of(each));
        out.println("  " + explained(each.path(each.has("ruling") ? "ruling" : "rule").asText()));
      });
    } else {
      out.println(explained(text));
    }
    return 0;
  }

  private static String explained(String name) {
    return Explanation.of(name)
        .orElseThrow(() -> new BadInput("there is no rule \"" + name + "\"; there are " + Explanation.names()));
  }

  private String text() {
    try {
      if (refusal.equals("-")) {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      }
      return !refusal.startsWith("{") && Files.isRegularFile(Path.of(refusal))
          ? Files.readString(Path.of(refusal))
          : refusal;
    } catch (IOException e) {
      throw new BadInput(refusal + ": cannot be read: " + e.getMessage());
    }
  }
}
