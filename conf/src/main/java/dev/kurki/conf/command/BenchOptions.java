package dev.kurki.conf.command;

import java.io.PrintWriter;
import java.util.Objects;

import dev.kurki.conf.input.BadInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How often a benchmark measures beside QEMU, and for whom it prints. */
final class BenchOptions {
  private static final int MAX_ROUNDS = 1000;

  @Option(names = "--rounds", defaultValue = "5", paramLabel = "N", description = "How often each guest is measured with each (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(names = "--json", description = "Print JSON; how far it is goes to the error stream.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** At least 1; throws {@link BadInput} for what is no number of rounds. */
  int rounds() {
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      throw new BadInput("option --rounds: has to be 1 to " + MAX_ROUNDS + ", not " + rounds);
    }
    return rounds;
  }

  /** How far it is. */
  void say(String line) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println(line);
    err.flush();
  }

  /** What has come out, in the form that is wanted. */
  void print(String asJson, String asText) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(json ? asJson + "\n" : "\n" + asText);
    out.flush();
  }
}
