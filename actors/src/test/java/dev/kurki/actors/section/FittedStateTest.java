package dev.kurki.actors.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FittedStateTest {
  @SavedState(id = "rack")
  record Rack(Bytes levels, Longs words, List<Slot> slots, Slot spare) {}

  record Slot(int number, Bytes label) {}

  private static final SectionSchema<Rack> SCHEMA = SectionSchema.of(Rack.class);
  private static final Slot SLOT = new Slot(7, Bytes.of((byte) 1));

  @Test
  void a_run_that_is_too_short_is_repeated() {
    Rack fitted = FittedState.of(SCHEMA, rack(2, 1, 1), rack(5, 3, 3));

    assertThat(fitted.levels()).isEqualTo(Bytes.of((byte) 0, (byte) 1, (byte) 0, (byte) 1, (byte) 0));
    assertThat(fitted.words()).isEqualTo(Longs.of(0, 0, 0));
    assertThat(fitted.slots()).containsExactly(SLOT, SLOT, SLOT);
  }

  @Test
  void a_run_that_is_too_long_is_cut() {
    Rack fitted = FittedState.of(SCHEMA, rack(4, 3, 2), rack(3, 2, 1));

    assertThat(fitted).isEqualTo(rack(3, 2, 1));
  }

  @Test
  void an_empty_run_becomes_one_of_zeroes() {
    Rack fitted = FittedState.of(SCHEMA, rack(0, 0, 0), rack(2, 1, 1));

    assertThat(fitted.levels()).isEqualTo(Bytes.of((byte) 0, (byte) 0));
    assertThat(fitted.words()).isEqualTo(Longs.of(0));
    assertThat(fitted.slots()).containsExactly(SLOT);
  }

  @Test
  void a_run_that_is_empty_in_the_example_stays_as_it_was_drawn() {
    assertThat(FittedState.of(SCHEMA, rack(4, 3, 2), rack(0, 0, 0))).isEqualTo(rack(4, 3, 2));
  }

  @Test
  void a_record_within_is_fitted_too() {
    Slot shorter = new Slot(1, Bytes.of((byte) 9));
    Slot longer = new Slot(2, Bytes.of((byte) 8, (byte) 8));

    Rack fitted = FittedState.of(SCHEMA, new Rack(Bytes.EMPTY, Longs.of(), List.of(), shorter),
        new Rack(Bytes.EMPTY, Longs.of(), List.of(), longer));

    assertThat(fitted.spare()).isEqualTo(new Slot(1, Bytes.of((byte) 9, (byte) 9)));
  }

  /** Runs of these lengths that count from 0. */
  private static Rack rack(int levels, int words, int slots) {
    byte[] bytes = new byte[levels];
    for (int i = 0; i < levels; i++) {
      bytes[i] = (byte) i;
    }
    long[] longs = new long[words];
    for (int i = 0; i < words; i++) {
      longs[i] = i;
    }
    return new Rack(Bytes.of(bytes), Longs.of(longs), Collections.nCopies(slots, SLOT), SLOT);
  }
}
