package dev.kurki.conf.sweep;

import java.util.Locale;
import java.util.Optional;

/** What goes wrong. */
enum Fault {
  /** The source's node dies, with all that it has. */
  KILL_SOURCE,
  /** The target's node does. */
  KILL_TARGET,
  /** The stream's connection is reset. */
  CUT,
  /** What the source sends vanishes; the connection stands. */
  CUT_TO_TARGET,
  /** What the target answers vanishes; the connection stands. */
  CUT_TO_SOURCE,
  /** Nothing goes through any more in either direction. */
  STALL,
  /** Everything goes through, a little at a time. */
  SLOW_DRIP,
  /** One bit of a frame is another. */
  CORRUPT,
  /** The connection ends in the middle of a frame. */
  TRUNCATE,
  /** A frame comes twice. */
  DUPLICATE,
  /** A frame changes places with the one behind it. */
  REORDER,
  /** The disk that a machine is saved to is full. */
  DISK_FULL,
  /** The target has no memory for the machine, or its machine dies for lack of it. */
  OUT_OF_MEMORY,
  /** The operator cancels the move. */
  CANCEL,
  /** The operator moves the same machine once more. */
  SECOND_MOVE,
  /** All that the nodes tell one another across the cluster is lost, and each takes the other for dead; the stream stands. */
  PARTITION,
  /** The nodes do not reach one another for a while, by cluster or stream; then all of it arrives. */
  UNREACHABLE;

  /** For people. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether it strikes one frame. */
  boolean isOfFrame() {
    return switch (this) {
      case CORRUPT, TRUNCATE, DUPLICATE, REORDER -> true;
      case KILL_SOURCE, KILL_TARGET, CUT, CUT_TO_TARGET, CUT_TO_SOURCE, STALL, SLOW_DRIP, DISK_FULL, OUT_OF_MEMORY,
          CANCEL,
          SECOND_MOVE, PARTITION, UNREACHABLE ->
        false;
    };
  }

  /** Whether pages that follow a guest in post-copy do not come any more, or not as they were, by the same connections. */
  boolean breaksConnections() {
    return switch (this) {
      case CUT, CUT_TO_TARGET, STALL, CORRUPT, TRUNCATE -> true;
      case KILL_SOURCE, KILL_TARGET, CUT_TO_SOURCE, SLOW_DRIP, DUPLICATE, REORDER, DISK_FULL, OUT_OF_MEMORY, CANCEL,
          SECOND_MOVE, PARTITION, UNREACHABLE ->
        false;
    };
  }

  /** Why it makes no sense in a phase, if so. */
  Optional<String> senselessIn(Phase phase) {
    return Optional.ofNullable(switch (this) {
      case KILL_SOURCE, KILL_TARGET, CANCEL, PARTITION, UNREACHABLE -> null;
      case CUT, CUT_TO_TARGET, CUT_TO_SOURCE, STALL, SLOW_DRIP ->
        phase.hasStream() ? null : "there is no stream yet";
      case REORDER -> !phase.hasFrame()
          ? "no frame is on its way"
          : phase == Phase.POSTCOPY_RECOVERY ? "each frame waits for the one before" : null;
      case CORRUPT, TRUNCATE, DUPLICATE -> phase.hasFrame() ? null : "no frame is on its way";
      case OUT_OF_MEMORY -> switch (phase) {
        case NEGOTIATE, VERIFY, RESUME, POSTCOPY_RUN, POSTCOPY_RECOVERY -> null;
        case SETUP, ROUND_1, ROUND_N, STOP, LAST_PAGES, SECTIONS, HAND_OVER, DECISION ->
          "a host without memory for pages ends the process: kill target";
      };
      case DISK_FULL -> "a move writes no file: SnapshotFileTest fills the disk";
      case SECOND_MOVE -> "the node answers it, not source or target: SecondMoveTest, PostcopyBetweenNodesTest";
    });
  }
}
