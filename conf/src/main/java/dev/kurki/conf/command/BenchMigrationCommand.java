package dev.kurki.conf.command;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.sun.management.OperatingSystemMXBean;
import dev.kurki.conf.bench.migration.MigrationBench;
import dev.kurki.conf.bench.migration.ResultJson;
import dev.kurki.conf.bench.migration.ResultText;
import dev.kurki.conf.bench.migration.Scenario;
import dev.kurki.conf.bench.migration.Summary;
import dev.kurki.conf.bench.migration.Workload;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kurki bench migration}: how fast a running machine moves, beside QEMU in the same run. */
@Command(name = "migration", mixinStandardHelpOptions = true, description = "Moves the same guest between two nodes and between two processes of QEMU, in turn, where that is installed, "
    + "and tells medians beside what is wanted. A move takes about 20 s, QEMU's that do not converge a minute more: with "
    + "QEMU a round of all guests takes a quarter of an hour, of 1 GiB alone nine minutes.")
final class BenchMigrationCommand implements Callable<Integer> {
  @Mixin
  private BenchOptions options = new BenchOptions();

  @Option(names = "--memory", split = ",", defaultValue = "1GiB,4GiB", paramLabel = "SIZE", description = "Guest RAM (default: ${DEFAULT-VALUE}).")
  private List<String> memory = List.of();

  @Option(names = "--guests", split = ",", paramLabel = "KIND", description = "What the guests do: zero, incompressible, compressible, dirty-50, dirty-200, dirty-800 (default: all of them). Compressible ones, and packed streams (zstd, lz4, xbzrle), are moved with the least --memory only.")
  private List<String> guests = Workload.words();

  @Override
  public Integer call() throws InterruptedException {
    int rounds = options.rounds();
    List<Workload> workloads = guests.stream().map(BenchMigrationCommand::workload).distinct().toList();
    List<Scenario> scenarios = memory.stream().map(BenchMigrationCommand::bytes).distinct()
        .flatMap(bytes -> workloads.stream().map(workload -> new Scenario(bytes, workload))).toList();
    Optional<String> qemu = MigrationBench.qemuVersion();
    options.say(qemu.orElse("QEMU is not installed (Debian: qemu-system-misc); Kurki is measured alone"));
    List<Summary> summaries = new MigrationBench(options::say).run(scenarios, rounds);
    options.print(ResultJson.of(summaries, qemu), ResultText.of(summaries));
    return 0;
  }

  private static Workload workload(String word) {
    return Workload.of(word).orElseThrow(() -> new BadInput(
        "option --guests: there is no guest \"" + word + "\"; there are " + String.join(", ", Workload.words())));
  }

  private static long bytes(String size) {
    Settings given = Settings.text("", "").with("memory", size, "--memory");
    long bytes = given.bytes("memory");
    if (bytes < Scenario.MIN_BYTES || bytes % Scenario.GRAIN_BYTES != 0) {
      throw given.wrong("memory", "has to be whole MiB, " + (Scenario.MIN_BYTES >> 20) + " MiB at least, not " + size);
    }
    long host = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    if (bytes > host / 8 * 3) {
      throw given.wrong("memory", size + " cannot be had twice in three quarters of this host's " + Sizes.of(host)
          + "; both ends of a move are here");
    }
    return bytes;
  }
}
