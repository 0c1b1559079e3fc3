package dev.kurki.conf.sweep;

import java.util.concurrent.atomic.AtomicBoolean;

/** The one moment of a case at which its fault comes about. Any thread may come upon it. */
final class Strike {
  private final Case which;
  private final AtomicBoolean struck = new AtomicBoolean();

  Strike(Case which) {
    this.which = which;
  }

  /** Whether a fault of no frame is to come about now, which it is once. */
  boolean isAt(Phase reached) {
    return !which.fault().isOfFrame() && is(reached);
  }

  /** Whether a fault of a frame is to come about now. */
  boolean isAtFrame(Phase reached) {
    return which.fault().isOfFrame() && is(reached);
  }

  /** Whether it has come about. */
  boolean hasStruck() {
    return struck.get();
  }

  /** Whether it is to come about in a phase. */
  boolean isOf(Phase phase) {
    return which.phase() == phase;
  }

  /** Whether the guest is to be switched to post-copy before. */
  boolean isOfPostcopy() {
    return which.phase().isPostcopy();
  }

  Fault fault() {
    return which.fault();
  }

  private boolean is(Phase reached) {
    return reached == which.phase() && struck.compareAndSet(false, true);
  }
}
