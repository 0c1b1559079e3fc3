package dev.kurki.conf.node;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is being done with a machine on a node, and whether what the node has of it is the guest or a copy. */
public enum MachineState {
  /** Its RAM and sections are coming from another node. */
  INCOMING(Is.COPY),
  /** Its RAM and sections are coming from a file; it may run before all of its RAM has come. */
  RESTORING(Is.COPY),
  /** It is the guest's here, and pages of it are coming from another node. */
  POSTCOPY_ACTIVE(Is.GUEST),
  /** It is the guest's here as far as it can do without pages that do not come just now. */
  POSTCOPY_PAUSED(Is.GUEST),
  /** It is the guest's. */
  RUNNING(Is.GUEST),
  /** It runs, and its pages are on their way to another node. */
  MOVING(Is.GUEST),
  /** Another node owns it; the copy here is paused and never runs again. */
  LEAVING(Is.COPY),
  /** It is written to a file; it is paused, or runs on meanwhile. */
  SAVING(Is.HELD),
  /** It is paused, as pages of its RAM cannot be read. */
  STRANDED(Is.HELD);

  private enum Is {
    GUEST,
    COPY,
    HELD
  }

  private final Is what;

  MachineState(Is what) {
    this.what = what;
  }

  /** The state of a word that {@link #word} has made; empty for that of another release. */
  public static Optional<MachineState> of(String word) {
    return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
  }

  /** As lists and messages have it, e.g. {@code postcopy-active}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is the machine's guest that goes on here. */
  public boolean isGuest() {
    return what == Is.GUEST;
  }

  /** Whether it is a copy, beside or instead of which the guest may go on elsewhere. */
  public boolean isCopy() {
    return what == Is.COPY;
  }
}
