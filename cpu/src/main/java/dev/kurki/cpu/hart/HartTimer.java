package dev.kurki.cpu.hart;

import dev.kurki.actors.clock.GuestClock;

/** The {@code time} counter, and the supervisor's comparison with it (privileged specification, chapter "Sstc"). */
final class HartTimer {
  /** Guest nanoseconds in a tick of {@code time}: 10 MHz, as on QEMU's {@code virt}. */
  static final long NANOS_PER_TICK = 100;

  private static final long NEVER = -1;

  private final HartState state;
  private final GuestClock clock;
  private final long nanosPerInstruction;
  /** Where the clock stood when it was looked at last, and what had been retired by then. */
  private long seen = NEVER;
  private long accounted;

  HartTimer(HartState state, GuestClock clock) {
    this.state = state;
    this.clock = clock;
    this.nanosPerInstruction = clock.nanosPerInstruction();
  }

  /** Begins to run. A clock that goes by instructions has been brought forward by all that was retired, or not at all. */
  void begin() {
    long now = clock.nanos();
    if (now != seen) {
      seen = now;
      accounted = state.retired;
    }
    refresh();
  }

  /** Forgets how retired instructions and the clock belong together: they come from elsewhere now. */
  void forget() {
    seen = NEVER;
  }

  /** What {@code time} shows. */
  long time() {
    return nanos() / NANOS_PER_TICK;
  }

  private long nanos() {
    return clock.nanos() + (state.retired - accounted) * nanosPerInstruction;
  }

  /**
   * How many instructions may be executed before the comparison is looked at again: where time goes by instructions, those
   * up to the moment when it is due.
   */
  long instructionsToDue() {
    if (nanosPerInstruction == 0) {
      return Long.MAX_VALUE;
    }
    refresh();
    long wakesAt = state.timerDue || !isOn() ? Hart.NO_TIMER : moment();
    return wakesAt == Hart.NO_TIMER
        ? Long.MAX_VALUE
        : Math.max(1, Math.ceilDiv(wakesAt - nanos(), nanosPerInstruction));
  }

  /** Follows {@code time}, {@code stimecmp} or {@code menvcfg}. */
  void refresh() {
    state.timerDue = isOn() && Long.compareUnsigned(time(), state.stimecmp) >= 0;
  }

  /** When, in guest nanoseconds, the comparison will wake the hart; {@link Hart#NO_TIMER} when it will not. */
  long wakesAt() {
    boolean wakes = isOn() && !state.timerDue && (state.mie >>> Cause.SUPERVISOR_TIMER & 1) != 0;
    return wakes ? moment() : Hart.NO_TIMER;
  }

  /** When {@code time} reaches {@code stimecmp}, in guest nanoseconds; {@link Hart#NO_TIMER} beyond what these can say. */
  private long moment() {
    boolean reachable = Long.compareUnsigned(state.stimecmp, Hart.NO_TIMER / NANOS_PER_TICK) < 0;
    return reachable ? state.stimecmp * NANOS_PER_TICK : Hart.NO_TIMER;
  }

  private boolean isOn() {
    return (state.menvcfg & Envcfg.STCE) != 0;
  }
}
