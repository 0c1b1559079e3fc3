package dev.kurki.cpu.hart;

/** An exception on its way from the instruction that met it to {@link Traps}. */
final class Trap extends RuntimeException {
  private final int cause;
  private final long value;

  Trap(int cause, long value) {
    super(null, null, false, false);
    this.cause = cause;
    this.value = value;
  }

  /** An illegal instruction; {@link Traps} looks its bits up. */
  static Trap illegal() {
    return new Trap(Cause.ILLEGAL_INSTRUCTION, 0);
  }

  /** The exception code. */
  int cause() {
    return cause;
  }

  /** What {@code mtval} or {@code stval} will show. */
  long value() {
    return value;
  }
}
