package dev.kurki.migration.handover;

import dev.kurki.migration.handover.World.Copy;
import java.util.Optional;

/** What has to hold of every hand-over; each answers with a story in which it does not. */
final class Laws {
  private Laws() {}

  /** Two copies run, a decision is changed, the last copy is thrown away, or another rule of {@link World} is broken. */
  static Optional<String> safety(Exploration exploration) {
    return exploration.violation();
  }

  /** As long as there is a whole copy, one comes to run, by itself or by one command. */
  static Optional<String> oneRuns(Exploration exploration) {
    return exploration.stuck(World::isThereACopy,
        world -> (world.sourceCopy == Copy.RUNNING) != (world.targetCopy == Copy.RUNNING), 1);
  }

  /** Both sides come to an end and leave no second copy, by themselves or by one command. */
  static Optional<String> nothingStays(Exploration exploration) {
    return exploration.stuck(_ -> true, World::isSettled, 1);
  }

  /** They do so by themselves as long as both nodes live and neither takes the other for dead. */
  static Optional<String> nobodyIsAsked(Exploration exploration) {
    return exploration.stuck(
        world -> world.sourceAlive && world.targetAlive && !world.suspected && !world.lostCopy, World::isSettled, 0);
  }

  /** Any of them. */
  static Optional<String> broken(Exploration exploration) {
    return safety(exploration).or(() -> oneRuns(exploration)).or(() -> nothingStays(exploration))
        .or(() -> nobodyIsAsked(exploration));
  }
}
