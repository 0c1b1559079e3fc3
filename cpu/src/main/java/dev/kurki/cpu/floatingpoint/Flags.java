package dev.kurki.cpu.floatingpoint;

/** The accrued exception flags, as the bits of {@code fflags}. */
public final class Flags {
  /** Inexact. */
  public static final int NX = 1;
  /** Underflow. */
  public static final int UF = 2;
  /** Overflow. */
  public static final int OF = 4;
  /** Divide by zero. */
  public static final int DZ = 8;
  /** Invalid operation. */
  public static final int NV = 16;

  private int raised;

  /** Raises one or more flags. */
  void raise(int flags) {
    raised |= flags;
  }

  /** The flags raised since they were last taken. */
  public int take() {
    int taken = raised;
    raised = 0;
    return taken;
  }
}
