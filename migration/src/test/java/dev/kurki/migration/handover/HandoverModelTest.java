package dev.kurki.migration.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.migration.handover.World.Copy;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@TestInstance(Lifecycle.PER_CLASS)
class HandoverModelTest {
  private static final Logger LOG = LoggerFactory.getLogger(HandoverModelTest.class);

  private Exploration exploration;

  @BeforeAll
  void explore() {
    exploration = Exploration.of(Protocol.asItIs());
    LOG.info("hand-over explored: {} states, {} transitions", exploration.states(), exploration.transitions());
  }

  @Test
  void never_do_two_copies_run_nor_is_a_decision_changed_nor_the_last_copy_thrown_away() {
    Optional<String> violation = exploration.violation();

    assertThat(violation).isEmpty();
  }

  @Test
  void from_everywhere_one_copy_comes_to_run_by_itself_or_by_one_command() {
    Optional<String> stuck = exploration.stuck(World::isThereACopy, HandoverModelTest::oneRuns, 1);

    assertThat(stuck).isEmpty();
  }

  @Test
  void from_everywhere_both_sides_come_to_an_end_and_leave_no_second_copy_by_themselves_or_by_one_command() {
    Optional<String> stuck = exploration.stuck(_ -> true, World::isSettled, 1);

    assertThat(stuck).isEmpty();
  }

  @Test
  void no_command_is_needed_while_both_nodes_live_and_know_it() {
    Optional<String> stuck = exploration.stuck(world -> world.sourceAlive && world.targetAlive && !world.suspected,
        World::isSettled, 0);

    assertThat(stuck).isEmpty();
  }

  @Test
  void the_exploration_is_not_a_small_one() {
    assertThat(exploration.states()).isGreaterThan(1000);
  }

  private static boolean oneRuns(World world) {
    return (world.sourceCopy == Copy.RUNNING) != (world.targetCopy == Copy.RUNNING);
  }
}
