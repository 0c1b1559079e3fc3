package dev.kurki.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.migration.source.MigrationParameters.Recovery;
import dev.kurki.migration.wire.WireSecurity.Plain;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The pause of a guest that converges is kept within 1.3 times the limit, by rates that were acknowledged alone. */
class PauseWithinLimitTest {
  private static final double BOUND = 1.3;
  private static final double UNSTEADINESS = 0.12;
  private static final long MIB = 1 << 20;
  private static final long PAGES_PER_MIB = 256;
  private static final long MICRO = 1_000;

  @Property
  void the_pause_stays_within_1_3_times_the_limit(@ForAll @LongRange(min = 16, max = 4096) long ramMib,
      @ForAll @LongRange(min = 20, max = 3000) long networkMib, @ForAll @DoubleRange(min = 0, max = 0.4) double share,
      @ForAll @IntRange(min = 10, max = 300) int limitMillis, @ForAll @LongRange(min = 0, max = 5000) long micros,
      @ForAll long seed) {
    Duration limit = Duration.ofMillis(limitMillis);
    long switchover = micros * MICRO;
    SimulatedMove move = new SimulatedMove(ramMib * PAGES_PER_MIB, ramMib * PAGES_PER_MIB / 2,
        share * networkMib * PAGES_PER_MIB, networkMib * MIB, UNSTEADINESS, 300 * MICRO, switchover);

    SimulatedMove.Outcome outcome = move.run(new Convergence(parameters(limit), switchover),
        new SplittableRandom(seed));

    assertThat(outcome.pauseNanos()).isLessThanOrEqualTo((long) (BOUND * limit.toNanos()));
    assertThat(outcome.expectedNanos()).isLessThanOrEqualTo(limit.toNanos());
  }

  private static MigrationParameters parameters(Duration limit) {
    return new MigrationParameters(limit, limit, List.of(NonConvergence.GIVE_UP), Integer.MAX_VALUE, Duration.ZERO, 0,
        0, false, 1, 1 << 20, 4, 2, Set.of(), Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1),
        Duration.ofSeconds(1), MigrationParameters.Packing.NONE,
        new Recovery(0, Duration.ofSeconds(1), Duration.ofSeconds(1)), new Plain());
  }
}
