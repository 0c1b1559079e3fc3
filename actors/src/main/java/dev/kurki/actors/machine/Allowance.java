package dev.kurki.actors.machine;

import dev.kurki.actors.machine.MachineMessage.Advance;
import dev.kurki.actors.machine.MachineMessage.Advanced;
import java.util.Optional;

/** How far a machine may go whose time passes by instructions: without end, until it is told otherwise. */
final class Allowance {
  private static final long UNBOUNDED = Long.MAX_VALUE;

  private long left = UNBOUNDED;
  private long spent;
  /** Who is to be told when it has come there. */
  private Optional<Advance> asked = Optional.empty();

  /** Lets it go so far from here on, and no farther. */
  void grant(Advance advance) {
    left = advance.instructions();
    spent = 0;
    asked = Optional.of(advance);
  }

  /** Whether it has an end. */
  boolean isBounded() {
    return left != UNBOUNDED;
  }

  /** Whether it goes no farther. */
  boolean isSpent() {
    return left <= 0;
  }

  /** As many of so many instructions as may be executed, at least the one that an access has begun. */
  long limit(long instructions) {
    return Math.max(1, Math.min(instructions, left));
  }

  /** So many have been executed, traps counted. */
  void spend(long instructions) {
    spent += instructions;
    if (isBounded()) {
      left -= instructions;
    }
  }

  /** Here it holds, whether all is spent or nothing can be executed. */
  void end(boolean isAsleep) {
    left = 0;
    asked.ifPresent(advance -> advance.replyTo().tell(new Advanced(spent, isAsleep)));
    asked = Optional.empty();
  }
}
