package dev.kurki.conf.policy.pvclock;

import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.SavedState;
import dev.kurki.actors.section.Subsection;
import dev.kurki.actors.section.SubsectionState;

/** What the clock saves, build by build. */
sealed interface PvClockState {
  /** Whether the guest has turned the clock on. */
  boolean enabled();

  /** What the guest has written to its registers, as far as it is saved. */
  long offset();

  /** As it shipped: the registers are forgotten. */
  @SavedState(id = "pvclock")
  record Shipped(boolean enabled) implements PvClockState {
    @Override
    public long offset() {
      return 0;
    }
  }

  /** With the registers as a field of a second version. */
  @SavedState(id = "pvclock", version = 2)
  record WithField(boolean enabled, @Field(since = 2, absent = "0") long offset) implements PvClockState {}

  /** With the registers in a subsection. */
  @SavedState(id = "pvclock")
  record WithSubsection(boolean enabled, Registers registers) implements PvClockState {
    @Override
    public long offset() {
      return registers.offset();
    }
  }

  /** The registers. */
  @Subsection(predicate = "the guest has set an offset")
  record Registers(@Field(absent = "0") long offset) implements SubsectionState {
    @Override
    public boolean needed() {
      return offset != 0;
    }
  }
}
