package dev.kurki.migration.hints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.ends.TwoEnds;
import dev.kurki.migration.source.MigrationEvent.Completed;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a target is told beside the machine's state, over one connection and over several. */
class HintsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_target_has_made_use_of_hints_before_the_guest_is_stopped(int channels) throws IOException {
    try (TwoEnds ends = new TwoEnds("multifd-channels = " + channels, "")) {
      ends.event(Completed.class::isInstance);
      assertThat(ends.order()).hasSize(2);
      assertThat(ends.order().getFirst()).isInstanceOfSatisfying(Section.class,
          hint -> assertThat(hint.body().utf8()).isEqualTo("it is warm outside"));
      assertThat(ends.order().getLast()).isEqualTo(Pause.class);
      ends.assertSame();
      ends.bothEnd();
    }
  }

  @Test
  void a_target_that_has_no_use_for_hints_gets_none() throws IOException {
    try (TwoEnds ends = new TwoEnds("", "capabilities.hot-code = off")) {
      ends.event(Completed.class::isInstance);
      assertThat(ends.order()).containsExactly(Pause.class);
      ends.assertSame();
      ends.bothEnd();
    }
  }
}
