package dev.kurki.cpu.vcpu;

import java.time.Duration;

/**
 * Keeps a vCPU from running for a part of the time, as a migration asks that its guest outruns (QEMU's auto-converge). The vCPU
 * runs for a while and then rests for {@link #REST}, so that both together come to the part that is asked for.
 */
final class Throttling {
  /** How long a rest takes: what the timers of an actor system can tell apart. */
  static final Duration REST = Duration.ofMillis(10);

  private static final int ALL = 100;

  private int percent;
  private long ranNanos;

  /** Sets which part of the time the vCPU rests, in percent, 0 to 99. */
  void set(int restPercent) {
    percent = restPercent;
    ranNanos = 0;
  }

  /** Whether there is anything to note. */
  boolean isOn() {
    return percent > 0;
  }

  /**
   * Notes that the vCPU has run.
   *
   * @return whether it has to rest now
   */
  boolean ran(long nanos) {
    ranNanos += nanos;
    if (ranNanos < REST.toNanos() * (ALL - percent) / percent) {
      return false;
    }
    ranNanos = 0;
    return true;
  }
}
