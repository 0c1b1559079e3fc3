package dev.kurki.conf.sweep;

import dev.kurki.conf.sweep.Entry.Commanded;
import dev.kurki.conf.sweep.Entry.MoverEnded;
import dev.kurki.conf.sweep.Entry.NodeDied;
import dev.kurki.conf.sweep.Entry.TakenForGone;
import dev.kurki.migration.source.SourceMessage;
import dev.kurki.migration.target.TargetActor;

/**
 * Looks at both nodes as an operator would with {@code kurki ps}, and gives the one command that is needed, where one is: a copy
 * is resumed or discarded only when it waits for that, and what the operator vouches for is so.
 */
final class Operator {
  private final Move move;
  private final Journal journal;

  Operator(Move move) {
    this.move = move;
    this.journal = move.journal();
  }

  /** Whether nothing more will happen to the move. */
  boolean isOver() {
    boolean neverCame = move.standing(Side.TARGET) == Standing.NONE;
    return hasEnded(Side.SOURCE) && (hasEnded(Side.TARGET) || neverCame);
  }

  /** Looks, and acts where it is due. */
  void look() {
    if (waits(Side.TARGET, Standing.WAITING)) {
      lookAtTarget();
    }
    if (waits(Side.TARGET, Standing.IN_PART) && isDead(Side.SOURCE)) {
      command(Side.TARGET, "discard", new TargetActor.DiscardHere());
    }
    if (isCutOff()) {
      recover();
    } else if (waits(Side.SOURCE, Standing.LEAVING) || waits(Side.SOURCE, Standing.CUT_OFF)) {
      lookAtSource();
    }
  }

  boolean isDead(Side side) {
    return journal.has(new NodeDied(side));
  }

  private void lookAtTarget() {
    if (isDead(Side.SOURCE) || move.standing(Side.SOURCE) == Standing.LEAVING) {
      command(Side.TARGET, "resume", new TargetActor.ResumeHere());
    } else if (hasEnded(Side.SOURCE) && move.standing(Side.SOURCE) == Standing.RUNNING) {
      command(Side.TARGET, "discard", new TargetActor.DiscardHere());
    }
  }

  private void lookAtSource() {
    if (move.standing(Side.TARGET) == Standing.RUNNING && !isDead(Side.TARGET)) {
      command(Side.SOURCE, "discard", new SourceMessage.DiscardHere());
    } else if (isDead(Side.TARGET) || move.standing(Side.TARGET) == Standing.NONE) {
      command(Side.SOURCE, "resume", new SourceMessage.ResumeHere());
    }
  }

  private boolean isCutOff() {
    return !hasEnded(Side.SOURCE) && move.standing(Side.SOURCE) == Standing.CUT_OFF && !isDead(Side.TARGET)
        && move.standing(Side.TARGET) == Standing.IN_PART;
  }

  /** The network is mended before. */
  private void recover() {
    move.mend();
    move.stands(Side.SOURCE, Standing.LEAVING);
    command(Side.SOURCE, "recover", move.recovery());
  }

  private boolean waits(Side side, Standing standing) {
    return !hasEnded(side) && move.standing(side) == standing && journal.has(new TakenForGone(side));
  }

  private boolean hasEnded(Side side) {
    return isDead(side) || journal.has(new MoverEnded(side));
  }

  /** It is given again until it takes effect: a node may not know yet what the operator knows. */
  private void command(Side side, String name, Object command) {
    Commanded given = new Commanded(side, name);
    if (!journal.has(given)) {
      journal.note(given);
    }
    move.tell(side, command);
  }
}
