package dev.kurki.cpu.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.cpu.hart.Outcome;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Drawn cases by both tiers of the hart, side by side. */
class TiersTest {
  private static final int MAX_SLICE = 300;

  @Test
  void a_translated_hart_is_in_the_state_of_an_interpreted_one_wherever_it_is_stopped() {
    List<FuzzCase> cases = LongStream.range(1, 40).mapToObj(CaseGenerator::generate).toList();
    Random random = new Random(1);

    try (HartMachine.Running interpreted = HartMachine.INTERPRETED.start(cases);
        HartMachine.Running translated = HartMachine.TRANSLATED.start(cases)) {
      while (!interpreted.isOver()) {
        int slice = 1 + random.nextInt(MAX_SLICE);
        Outcome outcome = interpreted.hart().run(slice);

        assertThat(translated.hart().run(slice)).isEqualTo(outcome);
        assertThat(translated.hart().save()).isEqualTo(interpreted.hart().save());
      }
      assertThat(translated.isOver()).isTrue();
      assertThat(translated.outcomes().stream().map(FuzzCase::digest))
          .isEqualTo(interpreted.outcomes().stream().map(FuzzCase::digest).toList());
    }
  }
}
