package dev.kurki.conf.abi;

import java.util.List;

import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.ReleaseLines;
import dev.kurki.migration.policy.TagConflict;

/** Holds the locks of all releases to one another: a tag has one shape, whoever releases it. */
final class RegisteredTags {
  private final PolicySource source;
  private final ReleaseLines lines;

  RegisteredTags(PolicySource source, ReleaseLines lines) {
    this.source = source;
    this.lines = lines;
  }

  /**
   * Compares each lock with those before it.
   *
   * @throws BadInput when two have different shapes under one tag, with the place of each
   */
  void check(List<Lock> locks) {
    for (int i = 1; i < locks.size(); i++) {
      for (Lock earlier : locks.subList(0, i)) {
        TagConflict.between(earlier, locks.get(i)).stream().findFirst().ifPresent(conflict -> {
          throw wrong(conflict);
        });
      }
    }
  }

  private BadInput wrong(TagConflict conflict) {
    String rightful = place(conflict, conflict.rightful());
    String other = place(conflict, conflict.other());
    return new BadInput(other + ": "
        + conflict.refusal(conflict.rightful() + " (" + rightful + ")", conflict.other().toString()).sentence());
  }

  private String place(TagConflict conflict, ReleaseId release) {
    return TagPlace.of(conflict.tag(), lines.release(release).orElseThrow(), source);
  }
}
