package dev.kurki.conf.sweep;

import dev.kurki.conf.sweep.Entry.Commanded;
import dev.kurki.conf.sweep.Entry.MachineEnded;
import dev.kurki.conf.sweep.Entry.NodeDied;
import dev.kurki.conf.sweep.Entry.Resumed;
import dev.kurki.conf.sweep.Entry.Said;
import dev.kurki.conf.sweep.Entry.Stands;
import dev.kurki.conf.sweep.Entry.Wrong;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What has come of a move when nothing more happens to it, and all that has to hold then. */
final class Aftermath {
  /** The word for a move in which the fault did not come about. */
  static final String NOT_STRUCK = "no fault";

  private final Duration patience;
  private final Move move;
  private final Journal journal;
  private final Operator operator;

  /**
   * Of a move.
   *
   * @param patience for how long its end is waited for, and whatever comes with it
   */
  Aftermath(Move move, Duration patience) {
    this.move = move;
    this.patience = patience;
    this.journal = move.journal();
    this.operator = new Operator(move);
  }

  /** Waits for the end, and answers it in a word. */
  String outcome() {
    boolean isOver = journal.await(() -> {
      operator.look();
      return operator.isOver();
    }, patience);
    require(isOver, "the move does not come to an end");
    List<Side> running = Arrays.stream(Side.values())
        .filter(side -> move.standing(side) == Standing.RUNNING && !operator.isDead(side)).toList();
    require(running.size() <= 1, "two copies count as running");
    if (running.isEmpty()) {
      return lost();
    }
    Side side = running.getFirst();
    boolean works = move.copies().works(side, patience);
    if (!works && diesWhole(side)) {
      return NOT_STRUCK;
    }
    require(works, "the guest does not work on at " + side);
    require(journal.await(() -> move.copies().isGone(side.other()), patience), "there are two copies");
    require(journal.all(Wrong.class).isEmpty(), "what must not be: " + journal.all(Wrong.class));
    checkSentences(side);
    if (!move.strike().hasStruck()) {
      return NOT_STRUCK;
    }
    boolean isCommanded = journal.has(new Commanded(side, "resume"));
    return switch (side) {
      case SOURCE -> isCommanded ? "taken back" : "kept";
      case TARGET -> isCommanded ? "resumed there" : moved();
    };
  }

  /** The last page and the end of the machine have come to the target at one time, and it has heard of the page first. */
  private boolean diesWhole(Side side) {
    return side == Side.TARGET && move.strike().isOfPostcopy() && journal.has(new Stands(Side.SOURCE, Standing.NONE))
        && journal.await(() -> journal.has(new MachineEnded(side)), patience);
  }

  /**
   * Connections of post-copy may have been made anew. Where what broke held no page that was still missing, only the target has
   * seen it.
   */
  private String moved() {
    if (move.strike().isOfPostcopy() && move.strike().fault().breaksConnections()) {
      require(!journal.all(Said.class).isEmpty(), "nobody says that a connection broke");
    }
    if (journal.has(new Commanded(Side.SOURCE, "recover"))) {
      return "recovered";
    }
    return journal.all(Said.class).stream().anyMatch(said -> said.sentence().contains("it is connected anew"))
        ? "reconnected"
        : "moved";
  }

  /** A machine dies with the node that has the only whole copy of it, as it would without a move. */
  private String lost() {
    if (journal.has(new Resumed(Side.TARGET)) && journal.has(new Stands(Side.SOURCE, Standing.NONE))
        && journal.has(new NodeDied(Side.TARGET))) {
      // The move was over before the fault came: the guest ran there, and the source knew.
      return NOT_STRUCK;
    }
    require(journal.has(new NodeDied(Side.SOURCE)), "no copy runs, and the source's node lives");
    require(!journal.has(new Stands(Side.TARGET, Standing.WAITING)), "no copy runs, and the target had a whole one");
    require(journal.await(() -> move.copies().isGone(Side.TARGET), patience), "a partial copy is left");
    require(journal.all(Wrong.class).isEmpty(), "what must not be: " + journal.all(Wrong.class));
    checkSentences(Side.SOURCE);
    return "lost with its node";
  }

  /** Whoever lives and has not moved the machine says why, in one sentence that people understand. */
  private void checkSentences(Side runsAt) {
    List<Said> said = journal.all(Said.class);
    said.forEach(sentence -> require(isForPeople(sentence.sentence()), "no sentence for people: " + sentence));
    boolean sourceKnows = journal.has(new Stands(Side.SOURCE, Standing.NONE));
    boolean isMoved = runsAt == Side.TARGET && (sourceKnows || !journal.has(new Commanded(Side.TARGET, "resume")));
    boolean hasBegun = journal.has(new Stands(Side.TARGET, Standing.INCOMING));
    for (Side side : Side.values()) {
      boolean hasSay = side == Side.SOURCE || hasBegun;
      if (!isMoved && hasSay && !operator.isDead(side) && !(side == Side.TARGET && runsAt == Side.TARGET)) {
        require(said.stream().anyMatch(sentence -> sentence.side() == side), side + " does not say what has happened");
      }
    }
  }

  private static boolean isForPeople(String sentence) {
    return !sentence.isBlank() && sentence.lines().count() == 1 && !sentence.contains("null")
        && !sentence.contains("Exception");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise + "\n" + journal);
    }
  }
}
