package dev.kurki.actors.clock;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A machine's clock: guest time follows the host's monotonic clock while the machine runs and stands still while it does
 * not. One owner (the clock's component) starts, stops and sets it; anyone reads it.
 */
public final class MachineClock implements GuestClock {
  /**
   * One stretch of guest time.
   *
   * @param startNanos guest time at its start
   * @param hostNanos host time at its start
   * @param running whether guest time passes in it
   */
  private record Stretch(long startNanos, long hostNanos, boolean running) {}

  private final LongSupplier hostNanos;
  private final Optional<InstructionTime> instructions;
  private volatile Stretch stretch = new Stretch(0, 0, false);

  /**
   * A clock that stands at zero.
   *
   * @param hostNanos the host's monotonic clock in nanoseconds
   */
  public MachineClock(LongSupplier hostNanos) {
    this.hostNanos = hostNanos;
    this.instructions = Optional.empty();
  }

  /** A clock that stands at zero and goes by instructions instead of the host's clock. */
  public MachineClock(InstructionTime instructions) {
    this.hostNanos = instructions;
    this.instructions = Optional.of(instructions);
  }

  /** What it goes by if it does not go by the host's clock. */
  public Optional<InstructionTime> instructions() {
    return instructions;
  }

  @Override
  public long nanosPerInstruction() {
    return instructions.map(InstructionTime::nanosPerInstruction).orElse(0L);
  }

  @Override
  public long nanos() {
    Stretch now = stretch;
    return now.running ? now.startNanos + (hostNanos.getAsLong() - now.hostNanos) : now.startNanos;
  }

  /** Whether guest time passes. */
  public boolean isRunning() {
    return stretch.running;
  }

  /** Lets guest time pass; without effect on a running clock. */
  public void start() {
    if (!stretch.running) {
      stretch = new Stretch(stretch.startNanos, hostNanos.getAsLong(), true);
    }
  }

  /** Makes guest time stand still; without effect on a stopped clock. */
  public void stop() {
    stretch = new Stretch(nanos(), 0, false);
  }

  /**
   * Sets a stopped clock.
   *
   * @param nanos guest time since power-on, not negative
   * @throws IllegalStateException when the clock runs
   */
  public void set(long nanos) {
    if (stretch.running) {
      throw new IllegalStateException("a running guest clock is not set");
    }
    stretch = new Stretch(nanos, 0, false);
  }
}
