package dev.kurki.actors.component;

import dev.kurki.actors.section.Bytes;

/** What a component tells the machine that it is part of. */
public sealed interface ComponentEvent {
  /** A device's character backend has bytes for the host's side: what a terminal shows. */
  record Transmitted(ComponentId component, Bytes data) implements ComponentEvent {}

  /**
   * The guest, or a bound set for it, ends the machine.
   *
   * @param status 0 for success, the guest's own code otherwise
   * @param reason for people, e.g. {@code the guest powered off}
   */
  record ExitRequested(ComponentId component, int status, String reason) implements ComponentEvent {}

  /** The guest resets the machine. */
  record ResetRequested(ComponentId component) implements ComponentEvent {}
}
