package dev.kurki.cpu.hart;

import dev.kurki.actors.clock.GuestClock;

/** The {@code time} counter, and the supervisor's comparison with it (privileged specification, chapter "Sstc"). */
final class HartTimer {
  /** Guest nanoseconds in a tick of {@code time}: 10 MHz, as on QEMU's {@code virt}. */
  static final long NANOS_PER_TICK = 100;

  private final HartState state;
  private final GuestClock clock;

  HartTimer(HartState state, GuestClock clock) {
    this.state = state;
    this.clock = clock;
  }

  /** What {@code time} shows. */
  long time() {
    return clock.nanos() / NANOS_PER_TICK;
  }

  /** Follows {@code time}, {@code stimecmp} or {@code menvcfg}. */
  void refresh() {
    state.timerDue = isOn() && Long.compareUnsigned(time(), state.stimecmp) >= 0;
  }

  /** When, in guest nanoseconds, the comparison will wake the hart; {@link Hart#NO_TIMER} when it will not. */
  long wakesAt() {
    boolean wakes = isOn() && !state.timerDue && (state.mie >>> Cause.SUPERVISOR_TIMER & 1) != 0;
    boolean reachable = Long.compareUnsigned(state.stimecmp, Hart.NO_TIMER / NANOS_PER_TICK) < 0;
    return wakes && reachable ? state.stimecmp * NANOS_PER_TICK : Hart.NO_TIMER;
  }

  private boolean isOn() {
    return (state.menvcfg & Envcfg.STCE) != 0;
  }
}
