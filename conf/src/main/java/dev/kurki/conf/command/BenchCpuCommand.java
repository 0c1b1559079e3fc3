package dev.kurki.conf.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import dev.kurki.conf.bench.Qemu;
import dev.kurki.conf.bench.cpu.CpuBench;
import dev.kurki.conf.bench.cpu.ResultJson;
import dev.kurki.conf.bench.cpu.ResultText;
import dev.kurki.conf.bench.cpu.Results;
import dev.kurki.conf.input.BadInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kurki bench cpu}: how fast guests run, beside QEMU in the same run. */
@Command(name = "cpu", mixinStandardHelpOptions = true, description = "Runs the same guests here and under QEMU's TCG, in turn, from cold and in the steady state, boots Debian's kernel and "
    + "gives it work, and tells medians beside what is wanted. A round of all takes about ten minutes. Ends with 1 if a guest failed.")
final class BenchCpuCommand implements Callable<Integer> {
  private static final int MAX_ROUNDS = 1000;

  @Option(names = "--rounds", defaultValue = "5", paramLabel = "N", description = "How often each guest is run by each (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(names = "--guests", split = ",", paramLabel = "GUEST", description = "Which: integer, memory, floating, interpreter, loops, system, atomics, linux, second-machine (default: all of them).")
  private List<String> guests = CpuBench.words();

  @Option(names = "--json", description = "Print JSON; how far it is goes to the error stream.")
  private boolean json;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the JSON into this file too.")
  private @Nullable Path file;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      throw new BadInput("option --rounds: has to be 1 to " + MAX_ROUNDS + ", not " + rounds);
    }
    for (String guest : guests) {
      if (!CpuBench.words().contains(guest)) {
        throw new BadInput("option --guests: there is no guest \"" + guest + "\"; there are "
            + String.join(", ", CpuBench.words()));
      }
    }
    String qemu = Qemu.version().orElseThrow(
        () -> new BadInput("QEMU is not installed (Debian: qemu-system-misc), and guests are measured beside it"));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    say(err, qemu);
    Results results = new CpuBench(line -> say(err, line)).run(guests.stream().distinct().toList(), rounds);
    String text = ResultJson.of(results, qemu) + "\n";
    out.print(json ? text : "\n" + ResultText.of(results));
    out.flush();
    if (file != null) {
      write(file, text);
    }
    return results.failures().isEmpty() ? 0 : 1;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new BadInput("option --out: " + file + " cannot be written: " + e.getMessage());
    }
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
