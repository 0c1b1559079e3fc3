package dev.kurki.conf.bench.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.kurki.conf.bench.Qemu;
import dev.kurki.conf.bench.Turns;
import dev.kurki.conf.bench.Workspace;
import dev.kurki.conf.bench.migration.Outcome.Measured;
import dev.kurki.conf.bench.migration.Outcome.Missed;

/** Round by round, each scenario by each emulator in turn, so that what disturbs the host disturbs both. */
public final class MigrationBench {
  /** Which scenario whose emulator moves. */
  private record Key(Scenario scenario, Emulator emulator) {}

  private final Consumer<String> progress;

  /** A benchmark that says how far it is, in one line a move. */
  public MigrationBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /** What QEMU says of itself; nothing where it is not installed. */
  public static Optional<String> qemuVersion() {
    return Qemu.version();
  }

  /**
   * Runs it. Where QEMU is not installed Kurki runs alone. What is started ends with this process, however it ends; the
   * thread that calls has to live as long.
   *
   * @param scenarios what is moved; all of RAM twice has to fit the host
   * @param rounds how often by each
   */
  public List<Summary> run(List<Scenario> scenarios, int rounds) throws InterruptedException {
    Programme programme = Programme.of(scenarios, qemuVersion().isPresent());
    int moves = programme.moves() * rounds;
    int made = 0;
    Map<Key, List<Outcome>> outcomes = new LinkedHashMap<>();
    try (Workspace workspace = new Workspace()) {
      for (int round = 1; round <= rounds; round++) {
        for (Scenario scenario : scenarios) {
          for (Emulator emulator : Turns.inTurn(programme.movers(scenario), round)) {
            Outcome outcome = trial(workspace, scenario, emulator);
            outcomes.computeIfAbsent(new Key(scenario, emulator), _ -> new ArrayList<>()).add(outcome);
            made++;
            progress.accept(made + "/" + moves + ", round " + round + ", " + ResultText.name(scenario) + ", "
                + emulator.title() + ": "
                + switch (outcome) {
                  case Measured(var move) -> ResultText.brief(move);
                  case Missed(var reason) -> "not moved: " + reason;
                });
          }
        }
      }
    }
    return scenarios.stream()
        .flatMap(scenario -> programme.movers(scenario).stream().map(emulator -> new Summary(scenario, emulator,
            outcomes.getOrDefault(new Key(scenario, emulator), List.of()))))
        .toList();
  }

  private static Outcome trial(Workspace workspace, Scenario scenario, Emulator emulator) throws InterruptedException {
    Path kernel = workspace.file("guest.elf");
    try {
      Files.write(kernel, MeasuredGuest.assemble(scenario).toElf());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (MovingPair pair = switch (emulator) {
      case KURKI -> new KurkiPair(workspace, kernel, scenario, "");
      case KURKI_TLS -> new KurkiPair(workspace, kernel, scenario, OneCertificate.settings(workspace));
      case KURKI_ZSTD -> new KurkiPair(workspace, kernel, scenario, "kurki.migration.compression = zstd");
      case KURKI_LZ4 -> new KurkiPair(workspace, kernel, scenario, "kurki.migration.compression = lz4");
      case KURKI_XBZRLE -> new KurkiPair(workspace, kernel, scenario, "kurki.migration { capabilities.xbzrle = on, "
          + "xbzrle-cache-size = " + Scenario.XBZRLE_CACHE_BYTES + " B }");
      case QEMU -> new QemuPair(workspace, kernel, scenario, List.of(), Map.of());
      case QEMU_ZSTD -> new QemuPair(workspace, kernel, scenario, List.of("multifd"),
          Map.of("multifd-compression", "zstd"));
      case QEMU_XBZRLE -> new QemuPair(workspace, kernel, scenario, List.of("xbzrle"),
          Map.of("xbzrle-cache-size", Scenario.XBZRLE_CACHE_BYTES));
    }) {
      return Trial.run(pair, scenario);
    } finally {
      workspace.clear();
    }
  }
}
