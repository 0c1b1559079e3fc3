package dev.kurki.conf.bench.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

import dev.kurki.conf.bench.Workspace;

/** One bare-metal guest, by each engine in turn: how long the first rounds take, and how long the last. */
final class GuestTrial {
  /** A job from cold is what QEMU does in this CPU time of each hart. */
  private static final double COLD_SECONDS = 1.5;
  /** On a busy host that takes longer. */
  private static final Duration COLD_MEASURED = Duration.ofSeconds(5);
  /** After this time a guest's rounds are taken for steady. */
  private static final double WARM_UP_SECONDS = 6;
  private static final Duration MEASURED = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Workspace workspace;
  private final BenchGuest guest;
  private final int coldRounds;

  private GuestTrial(Workspace workspace, BenchGuest guest, int coldRounds) {
    this.workspace = workspace;
    this.guest = guest;
    this.coldRounds = coldRounds;
  }

  /**
   * Finds out by a short run of QEMU how many rounds a job from cold has.
   *
   * @throws Failed when the guest does not come to its end, or with a wrong result
   */
  static GuestTrial prepare(Workspace workspace, BenchGuest guest) throws InterruptedException, Failed {
    RoundLog log = new GuestTrial(workspace, guest, 1).run(Engine.QEMU, COLD_MEASURED);
    return new GuestTrial(workspace, guest, Math.max(1, log.roundsWithin(COLD_SECONDS * guest.harts(), Clock.CPU)));
  }

  /**
   * Runs it once.
   *
   * @throws Failed when the guest does not come to its end, or with a wrong result
   */
  List<Taken> run(Engine engine) throws InterruptedException, Failed {
    RoundLog log = run(engine, MEASURED);
    return Stream.concat(
        log.first(coldRounds).stream().map(spent -> new Taken(Subject.cold(guest), engine, spent)),
        log.steady(WARM_UP_SECONDS).stream().map(spent -> new Taken(Subject.steady(guest), engine, spent))).toList();
  }

  private RoundLog run(Engine engine, Duration time) throws InterruptedException, Failed {
    Path kernel = workspace.file(guest.word() + ".elf");
    try {
      Files.write(kernel, guest.elf(BenchGuest.WITHOUT_END).toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RoundLog log = new RoundLog();
    try (Emulation emulation = Emulation.start(workspace, engine, Payload.of(guest, kernel), log::take)) {
      if (!log.awaitRounds(0, PATIENCE)) {
        throw new Failed(guest.word() + " does not begin; " + emulation.said());
      }
      OptionalInt early = emulation.awaitEnd(time);
      if (early.isEmpty() && !log.awaitRounds(coldRounds, PATIENCE)) {
        throw new Failed(guest.word() + " has done " + log.rounds() + " rounds of " + coldRounds + " after "
            + PATIENCE.toMinutes() + " minutes; " + emulation.said());
      }
      emulation.type(BenchGuest.END);
      OptionalInt status = early.isPresent() ? early : emulation.awaitEnd(PATIENCE);
      if (status.isEmpty() || status.getAsInt() != 0) {
        throw new Failed(guest.word() + (status.isEmpty() ? " does not end" : " ends with status " + status.getAsInt())
            + " after " + log.rounds() + " rounds; " + emulation.said());
      }
      return log;
    } finally {
      workspace.clear();
    }
  }
}
