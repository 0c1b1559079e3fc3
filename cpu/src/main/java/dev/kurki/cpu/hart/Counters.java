package dev.kurki.cpu.hart;

/** The counters {@code mcycle} and {@code minstret}, both counting instructions (privileged specification, section 3.1.10). */
final class Counters {
  private static final int CYCLE = 1;
  private static final int INSTRET = 4;

  /** The counters that {@code mcountinhibit} has bits for. */
  static final int INHIBITABLE = CYCLE | INSTRET;

  private final HartState state;

  Counters(HartState state) {
    this.state = state;
  }

  long cycle() {
    return counted(CYCLE) + state.cycleOffset;
  }

  long instret() {
    return counted(INSTRET) + state.instretOffset;
  }

  void setCycle(long value) {
    state.cycleOffset = value - afterThis(CYCLE);
  }

  void setInstret(long value) {
    state.instretOffset = value - afterThis(INSTRET);
  }

  /** Lets the counters stand that have a bit here, and the others go on from where they are. */
  void inhibit(int counters) {
    long cycle = cycle();
    long instret = instret();
    state.mcountinhibit = counters & INHIBITABLE;
    state.cycleOffset = cycle - counted(CYCLE);
    state.instretOffset = instret - counted(INSTRET);
  }

  private long counted(int counter) {
    return isInhibited(counter) ? 0 : state.retired;
  }

  /** The instruction that writes a counter is itself counted after the write. */
  private long afterThis(int counter) {
    return isInhibited(counter) ? 0 : state.retired + 1;
  }

  private boolean isInhibited(int counter) {
    return (state.mcountinhibit & counter) != 0;
  }
}
