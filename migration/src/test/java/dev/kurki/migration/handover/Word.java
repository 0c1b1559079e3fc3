package dev.kurki.migration.handover;

import dev.kurki.migration.control.ControlMessage;
import dev.kurki.migration.control.FromSource;
import dev.kurki.migration.control.FromSource.Abort;
import dev.kurki.migration.control.FromSource.Commit;
import dev.kurki.migration.control.FromTarget.PagesCame;
import dev.kurki.migration.control.FromTarget.Postcopy;
import dev.kurki.migration.control.FromTarget;
import dev.kurki.migration.control.FromTarget.Discarded;
import dev.kurki.migration.control.FromTarget.Failed;
import dev.kurki.migration.control.FromTarget.Prepared;
import dev.kurki.migration.control.FromTarget.Running;

/** The kinds of message between source and target, each with the one message of its kind that the model knows. */
enum Word {
  COMMIT,
  ABORT,
  PREPARED,
  RUNNING,
  POSTCOPY,
  FAILED,
  DISCARDED;

  /** One on the stream, and one across the cluster with a repetition of it. */
  private static final int MOST_IN_FLIGHT = 3;

  ControlMessage message() {
    return switch (this) {
      case COMMIT -> new Commit(Protocol.EPOCH + 1);
      case ABORT -> new Abort("a reason");
      case PREPARED -> new Prepared(Protocol.EPOCH);
      case RUNNING -> new Running(Protocol.EPOCH + 1);
      case POSTCOPY -> new Postcopy(Protocol.EPOCH + 1);
      case FAILED -> new Failed("a reason");
      case DISCARDED -> new Discarded();
    };
  }

  boolean isFromSource() {
    return this == COMMIT || this == ABORT;
  }

  static Word of(FromSource message) {
    return switch (message) {
      case Commit _ -> COMMIT;
      case Abort _ -> ABORT;
    };
  }

  static Word of(FromTarget message) {
    return switch (message) {
      case Prepared _ -> PREPARED;
      case Running _ -> RUNNING;
      case Postcopy _ -> POSTCOPY;
      case PagesCame _ -> throw new IllegalStateException("no word of a hand-over");
      case Failed _ -> FAILED;
      case Discarded _ -> DISCARDED;
    };
  }

  /** How many of this kind are in a network, which has two bits for each kind. */
  int in(int network) {
    return network >> 2 * ordinal() & 3;
  }

  /** A network with one more; what it has no room for is lost. */
  int addTo(int network) {
    return in(network) < MOST_IN_FLIGHT ? network + (1 << 2 * ordinal()) : network;
  }

  /** A network with one less. */
  int takeFrom(int network) {
    return network - (1 << 2 * ordinal());
  }
}
