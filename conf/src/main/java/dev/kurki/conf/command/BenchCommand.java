package dev.kurki.conf.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.conf.bench.DeviceReads;
import dev.kurki.conf.bench.GuestRun;
import dev.kurki.conf.bench.QemuRun;
import dev.kurki.conf.bench.Samples;
import dev.kurki.conf.guest.GuestLine;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.input.Settings;
import dev.kurki.conf.machine.MachineConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kurki bench}: how fast it is, beside QEMU in the same run. */
@Command(name = "bench", mixinStandardHelpOptions = true, subcommands = {BenchCpuCommand.class,
    BenchMigrationCommand.class}, description = "Runs the embedded guest as fast as it goes, in turn here and under QEMU where that is installed, and "
        + "takes the time of device reads.")
final class BenchCommand implements Callable<Integer> {
  /** The pattern's pages; each word of it is written in five instructions before the guest begins to count. */
  private static final int PAGES = 1000;
  private static final long FILL_INSTRUCTIONS = PAGES * 512L * 5;
  /** Lines before this one are warm-up. */
  private static final int FIRST_LINE = 2;

  @Option(names = "--rounds", defaultValue = "5", description = "How often each is run (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(names = "--seconds", defaultValue = "6", description = "How long each guest runs, the first three seconds being warm-up (default: ${DEFAULT-VALUE}).")
  private int seconds = 6;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Config config = LaunchConfig.forMachines();
    Settings settings = MachineConfig.settings(config.withValue("kurki.machine-defaults.guest",
        ConfigFactory.parseString("kind = embedded, pages = " + PAGES + ", pages-per-second = 0, stop-after-seconds = "
            + Math.max(seconds, FIRST_LINE + 2)).root().withFallback(config.getValue("kurki.machine-defaults.guest"))));
    MachineConfig machine = MachineConfig.read(settings, config);
    List<Double> instructions = new ArrayList<>();
    List<Double> here = new ArrayList<>();
    List<Double> qemu = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      GuestRun.Result run = GuestRun.run(config, machine);
      double pages = GuestRun.pagesPerSecond(run.lines(), FIRST_LINE);
      here.add(pages);
      instructions.add(pages * (run.retired() - FILL_INSTRUCTIONS) / run.lines().getLast().pagesChecked());
      Optional<List<GuestLine>> other = QemuRun.run(machine.guest(), machine.memoryBytes());
      other.ifPresent(lines -> qemu.add(GuestRun.pagesPerSecond(lines, FIRST_LINE)));
      out.printf("round %d: %.0f pages/s here, %s%n", round, pages,
          other.isPresent() ? String.format("%.0f under QEMU", qemu.getLast()) : "QEMU is not installed");
      out.flush();
    }
    out.printf("interpreter on the embedded guest: median %.1f million instructions/s, %.0f pages/s%n",
        samples(instructions).median() / 1e6, samples(here).median());
    if (!qemu.isEmpty()) {
      out.printf("QEMU (TCG) on the same guest: median %.0f pages/s; Kurki runs at %.3f of its speed%n",
          samples(qemu).median(), samples(here).median() / samples(qemu).median());
    }
    Samples reads = DeviceReads.measure(config, machine);
    out.printf("device read from a hart: median %.0f ns, 99th percentile %.0f ns%n", reads.median(),
        reads.percentile(99));
    return 0;
  }

  private static Samples samples(List<Double> numbers) {
    return new Samples(numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
