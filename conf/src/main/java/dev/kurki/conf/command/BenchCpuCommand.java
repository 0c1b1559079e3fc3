package dev.kurki.conf.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import dev.kurki.conf.bench.Qemu;
import dev.kurki.conf.bench.cpu.CpuBench;
import dev.kurki.conf.bench.cpu.ResultJson;
import dev.kurki.conf.bench.cpu.ResultText;
import dev.kurki.conf.bench.cpu.Results;
import dev.kurki.conf.input.BadInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kurki bench cpu}: how fast guests run, beside QEMU in the same run. */
@Command(name = "cpu", mixinStandardHelpOptions = true, description = "Runs the same guests here and under QEMU's TCG, in turn, from cold and in the steady state, boots Debian's kernel and "
    + "gives it work, and tells medians beside what is wanted. A round of all takes about ten minutes. Ends with 1 if a guest failed.")
final class BenchCpuCommand implements Callable<Integer> {
  @Mixin
  private BenchOptions options = new BenchOptions();

  @Option(names = "--guests", split = ",", paramLabel = "GUEST", description = "Which: integer, memory, floating, interpreter, loops, system, atomics, linux, second-machine (default: all of them).")
  private List<String> guests = CpuBench.words();

  @Option(names = "--out", paramLabel = "FILE", description = "Write the JSON into this file too.")
  private @Nullable Path file;

  @Override
  public Integer call() throws InterruptedException {
    int rounds = options.rounds();
    for (String guest : guests) {
      if (!CpuBench.words().contains(guest)) {
        throw new BadInput("option --guests: there is no guest \"" + guest + "\"; there are "
            + String.join(", ", CpuBench.words()));
      }
    }
    String qemu = Qemu.version().orElseThrow(
        () -> new BadInput("QEMU is not installed (Debian: qemu-system-misc), and guests are measured beside it"));
    options.say(qemu);
    Results results = new CpuBench(options::say).run(guests.stream().distinct().toList(), rounds);
    String text = ResultJson.of(results, qemu);
    options.print(text, ResultText.of(results));
    if (file != null) {
      write(file, text + "\n");
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
}
