package dev.kurki.conf.sweep;

import java.util.Locale;

/** Where a move stands when a fault strikes. */
enum Phase {
  /** The offer is on its way. */
  NEGOTIATE,
  /** The stream's header is on its way. */
  SETUP,
  /** The first pages of the first round are. */
  ROUND_1,
  /** Pages of a later round are, while the guest runs. */
  ROUND_N,
  /** The guest is being stopped. */
  STOP,
  /** Pages of the last round are on their way. */
  LAST_PAGES,
  /** The first section is. */
  SECTIONS,
  /** The target's machine is being loaded. */
  VERIFY,
  /** The target's word that it is prepared is on its way. */
  HAND_OVER,
  /** The source's decision is. */
  DECISION,
  /** The target's machine is being resumed; among frames, the word that it runs is on its way. */
  RESUME,
  /** The guest runs at the target, and the first pages that follow it are on their way. */
  POSTCOPY_RUN,
  /** The connections were cut then, and are made anew: the target's word which pages it misses is on its way. */
  POSTCOPY_RECOVERY;

  /** For people. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether there is a connection of source and target. */
  boolean hasStream() {
    return this != NEGOTIATE;
  }

  /** Whether the guest has been switched to the target before all of its pages are there. */
  boolean isPostcopy() {
    return compareTo(POSTCOPY_RUN) >= 0;
  }

  /** Whether it is a frame that tells the phase. */
  boolean hasFrame() {
    return switch (this) {
      case SETUP, ROUND_1, ROUND_N, LAST_PAGES, SECTIONS, HAND_OVER, DECISION, RESUME, POSTCOPY_RUN,
          POSTCOPY_RECOVERY ->
        true;
      case NEGOTIATE, STOP, VERIFY -> false;
    };
  }
}
