package dev.kurki.conf.bench.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.kurki.conf.bench.Turns;
import dev.kurki.conf.bench.Workspace;
import dev.kurki.conf.image.DebianExample;
import dev.kurki.conf.input.BadInput;

/** Round by round, each guest by each engine in turn, so that what disturbs the host disturbs both. */
public final class CpuBench {
  private final Consumer<String> progress;

  /** A benchmark that says how far it is, in one line for each guest of each round. */
  public CpuBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /** The words for all guests: the bare-metal ones, then {@code linux} and {@code second-machine}. */
  public static List<String> words() {
    return Stream.concat(BenchGuest.words().stream(), Stream.of(Subject.LINUX, Subject.SECOND_MACHINE)).toList();
  }

  /**
   * Runs it; both engines have to be installed. The thread that calls has to live as long as it lasts.
   *
   * @param guests some of {@link #words}
   * @param rounds how often by each
   * @throws BadInput when Debian's kernel is wanted and not on this host
   */
  public Results run(List<String> guests, int rounds) throws InterruptedException {
    boolean wantsLinux = guests.stream().anyMatch(word -> BenchGuest.of(word).isEmpty());
    Optional<DebianExample> debian = wantsLinux ? Optional.of(DebianExample.find()) : Optional.empty();
    List<Taken> taken = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    Map<BenchGuest, GuestTrial> prepared = new EnumMap<>(BenchGuest.class);
    try (Workspace workspace = new Workspace()) {
      for (int round = 1; round <= rounds; round++) {
        for (String guest : guests) {
          for (Engine engine : Turns.inTurn(Arrays.asList(Engine.values()), round)) {
            String place = "round " + round + ", " + guest + ", " + engine.title() + ": ";
            try {
              List<Taken> times = run(workspace, guest, prepared, debian, engine);
              taken.addAll(times);
              progress.accept(place + times.stream().map(ResultText::brief).collect(Collectors.joining("; ")));
            } catch (Failed e) {
              failures.add(place + e.getMessage());
              progress.accept(place + "FAILED: " + e.getMessage());
            }
          }
        }
      }
    }
    return new Results(taken, failures);
  }

  private static List<Taken> run(Workspace workspace, String word, Map<BenchGuest, GuestTrial> prepared,
      Optional<DebianExample> debian, Engine engine) throws InterruptedException, Failed {
    Optional<BenchGuest> guest = BenchGuest.of(word);
    if (guest.isPresent()) {
      GuestTrial trial = prepared.get(guest.get());
      if (trial == null) {
        trial = GuestTrial.prepare(workspace, guest.get());
        prepared.put(guest.get(), trial);
      }
      return trial.run(engine);
    }
    LinuxTrial linux = new LinuxTrial(workspace, debian.orElseThrow());
    if (word.equals(Subject.LINUX)) {
      return linux.run(engine, Subject.BOOT, List.of(LinuxJob.values()));
    }
    return engine == Engine.QEMU
        ? linux.run(engine, Subject.SECOND_BOOT, List.of())
        : List.of(new SecondMachineTrial(workspace, debian.orElseThrow()).run());
  }
}
