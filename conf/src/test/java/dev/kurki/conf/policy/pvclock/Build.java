package dev.kurki.conf.policy.pvclock;

import dev.kurki.conf.policy.pvclock.PvClockState.Registers;
import dev.kurki.conf.policy.pvclock.PvClockState.Shipped;
import dev.kurki.conf.policy.pvclock.PvClockState.WithField;
import dev.kurki.conf.policy.pvclock.PvClockState.WithSubsection;

/** Source trees of the clock, as a version control system would have them one after the other. */
public enum Build {
  /** What shipped: the registers are not saved. */
  SHIPPED(Shipped.class) {
    @Override
    Record section(boolean enabled, long offset) {
      return new Shipped(enabled);
    }
  },
  /** The registers are a field of version 2. */
  WITH_FIELD(WithField.class) {
    @Override
    Record section(boolean enabled, long offset) {
      return new WithField(enabled, offset);
    }
  },
  /** The registers are a subsection. */
  WITH_SUBSECTION(WithSubsection.class) {
    @Override
    Record section(boolean enabled, long offset) {
      return new WithSubsection(enabled, new Registers(offset));
    }
  },
  /** As with the field, and an offset that cannot be is dropped on load. */
  REPAIRING(WithField.class) {
    @Override
    Record section(boolean enabled, long offset) {
      return new WithField(enabled, offset);
    }

    @Override
    boolean repairs() {
      return true;
    }
  };

  private static volatile Build checkedOut = SHIPPED;

  private final Class<? extends Record> type;

  Build(Class<? extends Record> type) {
    this.type = type;
  }

  /** The source tree that stands there. */
  static Build checkedOut() {
    return checkedOut;
  }

  /** Lets this source tree stand there. */
  public void checkOut() {
    checkedOut = this;
  }

  /** The record of the section. */
  Class<? extends Record> type() {
    return type;
  }

  /** What is saved. */
  abstract Record section(boolean enabled, long offset);

  /** Whether an offset of a clock that is off, which no guest can set, is dropped on load, or refused. */
  boolean repairs() {
    return false;
  }
}
