package dev.kurki.conf.sweep;

/** What a case's journal has. */
sealed interface Entry {
  /** The fault came about. */
  record Struck(String what) implements Entry {}

  /** The end of a move that was on this side has ended. */
  record MoverEnded(Side side) implements Entry {}

  /** The machine on this side is gone with its memory. */
  record MachineEnded(Side side) implements Entry {}

  /** The node on this side has died. */
  record NodeDied(Side side) implements Entry {}

  /** What this side's node takes the machine for. */
  record Stands(Side side, Standing standing) implements Entry {}

  /** This side takes the other one for gone. */
  record TakenForGone(Side by) implements Entry {}

  /** The machine on this side is let run. */
  record Resumed(Side side) implements Entry {}

  /** The machine on this side stands. */
  record Paused(Side side) implements Entry {}

  /** The operator has given a command. */
  record Commanded(Side side, String command) implements Entry {}

  /** What is said to people on this side, in a log or as an event. */
  record Said(Side side, String sentence) implements Entry {}

  /** What must not be. */
  record Wrong(String what) implements Entry {}
}
