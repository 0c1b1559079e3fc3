package dev.kurki.cpu.hart;

import java.util.List;

/** What a traced hart has done. */
public sealed interface TraceEvent {
  /**
   * An instruction was retired.
   *
   * @param hart its {@code mhartid}
   * @param retired how many it had retired before
   * @param privilege the mode it was in, by its encoding
   * @param pc the instruction's address
   * @param bits the instruction, 16 or 32 bits of it
   * @param changes the integer and floating-point registers that have another value now
   */
  record Executed(int hart, long retired, int privilege, long pc, int bits, List<Change> changes)
      implements
        TraceEvent {
    /** Copies the changes. */
    public Executed {
      changes = List.copyOf(changes);
    }
  }

  /**
   * A trap was taken, before the instruction at {@code pc} was retired.
   *
   * @param hart its {@code mhartid}
   * @param retired how many instructions it had retired
   * @param privilege the mode it was in, by its encoding
   * @param pc what {@code mepc} or {@code sepc} shows
   * @param cause the cause as the mode that takes the trap sees it
   * @param value the trap value as that mode sees it
   */
  record Trapped(int hart, long retired, int privilege, long pc, long cause, long value) implements TraceEvent {}

  /** A register's new value. */
  record Change(RegisterName register, long value) {}
}
