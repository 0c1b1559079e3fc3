package dev.kurki.migration.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class HandoverModelTest {
  private static final Logger LOG = LoggerFactory.getLogger(HandoverModelTest.class);
  private static final Exploration EXPLORED = explored();

  @Test
  void two_copies_never_run_no_decision_changes_and_the_last_copy_is_never_thrown_away() {
    Optional<String> story = Laws.safety(EXPLORED);

    assertThat(story).isEmpty();
  }

  @Test
  void as_long_as_there_is_a_whole_copy_one_comes_to_run_by_itself_or_by_one_command() {
    Optional<String> story = Laws.oneRuns(EXPLORED);

    assertThat(story).isEmpty();
  }

  @Test
  void both_sides_come_to_an_end_and_leave_no_second_copy_by_themselves_or_by_one_command() {
    Optional<String> story = Laws.nothingStays(EXPLORED);

    assertThat(story).isEmpty();
  }

  @Test
  void no_operator_is_asked_while_both_nodes_live_and_neither_takes_the_other_for_dead() {
    Optional<String> story = Laws.nobodyIsAsked(EXPLORED);

    assertThat(story).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_wrong_in_either_machine_is_found(Wrong wrong) {
    Exploration exploration = Exploration.of(wrong.protocol());

    Optional<String> story = Laws.broken(exploration);

    assertThat(story).isNotEmpty();
  }

  private static Exploration explored() {
    Exploration exploration = Exploration.of(Protocol.asItIs());
    LOG.info("hand-over explored: {} states, {} transitions", exploration.states(), exploration.transitions());
    return exploration;
  }
}
