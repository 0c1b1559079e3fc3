package dev.kurki.migration.source;

import dev.kurki.migration.handover.SourceHandover.Input;

/** What a source of a migration is asked by its node, or tells itself. */
public sealed interface SourceMessage permits SourceMessage.Cancel, SourceMessage.ResumeHere, SourceMessage.DiscardHere,
    SourceMessage.Change, SourceMessage.Continue, SourceMessage.ForPostcopy, SourceStep {
  /** Gives the migration up, if it is not decided yet. */
  record Cancel() implements SourceMessage {}

  /** {@link Input.ResumeHere}: an operator takes the machine back, and vouches that the target's node is dead. */
  record ResumeHere() implements SourceMessage {}

  /** {@link Input.DiscardHere}: an operator has the copy thrown away, and vouches that the target has the machine. */
  record DiscardHere() implements SourceMessage {}

  /** The operator wants it otherwise from now on: limits, and what is done with a guest that changes its memory too fast. */
  record Change(MigrationParameters wanted) implements SourceMessage {}

  /** Lets a migration go on that waits before its guest is stopped; one that has not come to that does not wait. */
  record Continue() implements SourceMessage {}

  /** What an operator wants of post-copy. */
  record ForPostcopy(PostcopyRequest request) implements SourceMessage {}
}
