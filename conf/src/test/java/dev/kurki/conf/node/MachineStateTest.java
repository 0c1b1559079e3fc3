package dev.kurki.conf.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MachineStateTest {
  @ParameterizedTest
  @EnumSource
  void a_state_is_known_again_by_its_word(MachineState state) {
    assertThat(MachineState.of(state.word())).contains(state);
  }

  @Test
  void a_word_of_another_release_is_no_state() {
    assertThat(MachineState.of("hibernating")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void no_copy_is_the_guest(MachineState state) {
    assertThat(state.isGuest() && state.isCopy()).isFalse();
  }
}
