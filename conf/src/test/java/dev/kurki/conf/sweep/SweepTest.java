package dev.kurki.conf.sweep;

import static dev.kurki.conf.sweep.Aftermath.NOT_STRUCK;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sweep. {@code -Dkurki.sweep=all} runs all cases; without it some are run, among them each phase and each fault;
 * {@code -Dkurki.sweep="cut in round n"} runs one. What came of them is in {@code target/sweep}.
 */
class SweepTest {
  private static final String WANTED = System.getProperty("kurki.sweep", "some");
  /** Has no divisor in common with the number of phases, so that the cases that are run are spread. */
  private static final int EVERY = 7;
  /** A word of the cluster may overtake the frame that says the same, and end the move before the frame comes by. */
  private static final int ATTEMPTS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final SweptMachine SWEPT = new SweptMachine();
  private static final ActorTestKit ACTORS = ActorTestKit.create("sweep", SWEPT.config());
  /** Where there is no stream yet, it does no harm to it. */
  private static final Case NOTHING = new Case(Phase.NEGOTIATE, Fault.SLOW_DRIP);
  private static final Matrix MATRIX = new Matrix();
  private static Leftovers before = Leftovers.now(ACTORS.system());

  static Stream<Case> cases() {
    List<Case> all = Case.all();
    return switch (WANTED) {
      case "all" -> all.stream();
      case "some" -> all.stream()
          .filter(which -> (which.phase().ordinal() * 3 + which.fault().ordinal()) % EVERY == 0);
      default -> all.stream().filter(which -> which.toString().matches(WANTED));
    };
  }

  /** Some of what a move opens is the JDK's, and stays open: it is there after a move in which nothing goes wrong. */
  @BeforeAll
  static void move_once_and_look_at_what_there_is() {
    Move move = new Move(ACTORS, SWEPT, NOTHING);
    try (move) {
      move.begin();
      assertThat(new Aftermath(move, PATIENCE).outcome()).isEqualTo("moved");
    }
    assertThat(move.journal().await(() -> Leftovers.now(ACTORS.system()).threads() == 0, PATIENCE)).isTrue();
    before = Leftovers.now(ACTORS.system());
  }

  @AfterAll
  static void write_the_matrix() throws IOException {
    ACTORS.shutdownTestKit();
    System.out.println("What has come of the sweep: " + MATRIX.write());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void one_copy_runs_or_comes_to_by_one_command_and_nothing_is_left(Case which) {
    MATRIX.begin(which);
    String outcome = attempt(which);
    for (int again = 1; again < ATTEMPTS && outcome.equals(NOT_STRUCK); again++) {
      MATRIX.triedAgain(which);
      outcome = attempt(which);
    }
    assertThat(outcome).isNotEqualTo(NOT_STRUCK);
    MATRIX.note(which, outcome);
  }

  private static String attempt(Case which) {
    Move move = new Move(ACTORS, SWEPT, which);
    String outcome;
    try (Sayings _ = Sayings.into(move.journal()); move) {
      move.begin();
      outcome = new Aftermath(move, PATIENCE).outcome();
    }
    assertNothingIsLeft(move);
    return outcome;
  }

  private static void assertNothingIsLeft(Move move) {
    boolean isDown = move.journal().await(() -> move.journal().has(new Entry.NodeDied(Side.SOURCE))
        && move.journal().has(new Entry.NodeDied(Side.TARGET)), PATIENCE);
    boolean isGone = move.journal()
        .await(() -> move.copies().isGone(Side.SOURCE) && move.copies().isGone(Side.TARGET), PATIENCE);
    boolean isNothingLeft = move.journal().await(() -> Leftovers.now(ACTORS.system()).isNoMoreThan(before), PATIENCE);

    assertThat(isDown).as("both nodes end").isTrue();
    assertThat(isGone).as("their memory is given back").isTrue();
    assertThat(isNothingLeft).as("%s are left, of %s before", Leftovers.now(ACTORS.system()), before).isTrue();
  }
}
