package dev.kurki.conf.lockstep;

import dev.kurki.actors.machine.MachineMessage.Advanced;
import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.console.OperatorTerminal;
import dev.kurki.conf.lockstep.Difference.Value;
import dev.kurki.conf.lockstep.LockstepEnd.Over;
import dev.kurki.conf.lockstep.LockstepEnd.Differed;
import dev.kurki.conf.lockstep.Progress.Ended;
import dev.kurki.conf.lockstep.Progress.Failed;
import dev.kurki.conf.lockstep.Progress.Held;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.run.RunEnd;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a machine twice, interpreted and translated, and stops where they differ first. */
public final class LockstepRun {
  /** How many steps it is from a checkpoint to the next. */
  private static final int STEPS = 100;
  private static final long INPUT_MILLIS = 100;

  private final MachineConfig machine;
  private final OperatorTerminal terminal;
  private final LockstepSettings settings;
  private final long startNanos = System.nanoTime();
  private final BlockingDeque<Bytes> input = new LinkedBlockingDeque<>();
  private final Typed typed = new Typed();
  private volatile boolean isLeft;
  /** How many instructions both have executed, traps counted. */
  private long position;
  /** How many bytes of the console have been shown. */
  private int shown;

  private LockstepRun(MachineConfig machine, OperatorTerminal terminal, LockstepSettings settings) {
    this.machine = machine;
    this.terminal = terminal;
    this.settings = settings;
  }

  /**
   * Runs it from power-on to its end, or to the first difference.
   *
   * @param machine the machine; its time passes by instructions
   * @param terminal shows the console once, and both get what is typed; it is closed at the end
   * @param settings how it is run
   * @throws dev.kurki.conf.input.BadInput when it cannot be built
   */
  public static LockstepEnd run(MachineConfig machine, OperatorTerminal terminal, LockstepSettings settings) {
    try (terminal) {
      return new LockstepRun(machine, terminal, settings).run();
    }
  }

  private LockstepEnd run() {
    terminal.onInput(input::add, () -> isLeft = true);
    try (MachinePair pair = MachinePair.poweredOn(machine, settings.translator());
        Checkpoint checkpoint = pair.checkpoint()) {
      while (true) {
        Optional<RunEnd> stop = stop();
        if (stop.isPresent()) {
          return over(pair, checkpoint, stop.get());
        }
        Optional<LockstepEnd> end = runToCheckpoint(pair, checkpoint);
        if (end.isPresent()) {
          return end.get();
        }
      }
    }
  }

  /** Goes on from one checkpoint to the next, if nothing ends the run before. */
  private Optional<LockstepEnd> runToCheckpoint(MachinePair pair, Checkpoint checkpoint) {
    pair.hold();
    type(pair, input.poll());
    Steps steps = pair.advance(STEPS, settings.step());
    show(pair);
    if (steps.progress() instanceof Failed(var reason)) {
      return Optional.of(new Over(new RunEnd(RunEnd.FAILED, reason), position));
    }
    pair.pause();
    position += steps.instructions();
    if (!steps.values().isEmpty()) {
      return Optional.of(differed(pair, checkpoint, position, position + settings.step(), steps.values()));
    }
    if (steps.progress() instanceof Ended(var status)) {
      return Optional.of(over(pair, checkpoint, new RunEnd(status, "ended by its guest")));
    }
    List<Value> values = pair.compareChanges(position, checkpoint);
    if (!values.isEmpty()) {
      return Optional.of(differed(pair, checkpoint, checkpoint.instructions(), position, values));
    }
    typed.clear();
    if (steps.progress() instanceof Held(Advanced(_, var isAsleep)) && isAsleep) {
      awaitInput();
    }
    return Optional.empty();
  }

  /** What ends both from outside. */
  private Optional<RunEnd> stop() {
    if (isLeft) {
      return Optional.of(new RunEnd(0, "left by its operator"));
    }
    long timeout = settings.timeout().toNanos();
    return timeout > 0 && System.nanoTime() - startNanos >= timeout
        ? Optional.of(new RunEnd(RunEnd.TIMED_OUT, "the timeout of " + settings.timeout().toSeconds() + " s is over"))
        : Optional.empty();
  }

  private void type(MachinePair pair, @Nullable Bytes data) {
    if (data != null) {
      typed.add(position, data);
      pair.type(data);
    }
  }

  /** The machine does nothing before something is typed; but it is looked to its other ends from time to time. */
  private void awaitInput() {
    try {
      Bytes data = input.pollFirst(INPUT_MILLIS, TimeUnit.MILLISECONDS);
      if (data != null) {
        input.addFirst(data);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      isLeft = true;
    }
  }

  private void show(MachinePair pair) {
    Bytes more = pair.consoleFrom(shown);
    if (more.length() > 0) {
      terminal.show(more);
      shown += more.length();
    }
  }

  private LockstepEnd over(MachinePair pair, Checkpoint checkpoint, RunEnd end) {
    List<Value> values = pair.compareAll();
    show(pair);
    return values.isEmpty()
        ? new Over(end, position)
        : differed(pair, checkpoint, checkpoint.instructions(), position + settings.step(), values);
  }

  private LockstepEnd differed(MachinePair pair, Checkpoint checkpoint, long before, long after, List<Value> values) {
    BitSet pages = pair.differingPages();
    Difference whole = new Difference(before, after, List.of(), values);
    return new Differed(new Narrowing(machine, settings, checkpoint, typed).find(after, pages).orElse(whole));
  }
}
