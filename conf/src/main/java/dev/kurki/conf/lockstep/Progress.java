package dev.kurki.conf.lockstep;

import dev.kurki.actors.machine.MachineMessage.Advanced;

/** How far a machine has come by a step. */
sealed interface Progress {
  /** It holds there. */
  record Held(Advanced advanced) implements Progress {}

  /** A component of it has failed; there is nothing left to be compared. */
  record Failed(String reason) implements Progress {}

  /** Its guest has ended it, by a status. */
  record Ended(int status) implements Progress {}
}
