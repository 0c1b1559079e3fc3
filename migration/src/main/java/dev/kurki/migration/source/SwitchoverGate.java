package dev.kurki.migration.source;

import dev.kurki.migration.source.SourceFeed.NextStep;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Holds a migration before its guest is stopped until the operator lets it go on (QEMU's pause-before-switchover). The guest
 * runs on meanwhile: QEMU stops it first. Used by one thread at a time.
 */
final class SwitchoverGate {
  private boolean isOpen;
  private Optional<CompletableFuture<NextStep>> held = Optional.empty();

  /** A gate that is open, or closed until it is opened. */
  SwitchoverGate(boolean isOpen) {
    this.isOpen = isOpen;
  }

  /**
   * Comes to the gate.
   *
   * @return whether the migration is held here, in the state {@link MigrationEvent.State#PRE_SWITCHOVER}
   */
  boolean holds(CompletableFuture<NextStep> next) {
    held = isOpen ? Optional.empty() : Optional.of(next);
    return !isOpen;
  }

  /** Whether a migration is held here. */
  boolean isHolding() {
    return held.isPresent();
  }

  /** Lets whoever is held go on, and whoever comes go by. */
  Optional<CompletableFuture<NextStep>> open() {
    Optional<CompletableFuture<NextStep>> next = held;
    isOpen = true;
    held = Optional.empty();
    return next;
  }
}
