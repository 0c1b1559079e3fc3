package dev.kurki.migration.fuzz;

import dev.kurki.migration.fuzzed.FuzzedReader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurki.migration.fuzz.JazzerProcess.Result;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every reader of a stream, with any input. {@code -Dkurki.fuzz.stream-seconds=N} lets Jazzer look for N seconds for each
 * reader, and not only for two for the receiver; what it finds worth keeping, or has found wrong, is in {@code target/fuzz}.
 */
class StreamFuzzTest {
  private static final Logger LOG = LoggerFactory.getLogger(StreamFuzzTest.class);
  private static final long SECONDS = Long.getLong("kurki.fuzz.stream-seconds", 0);
  private static final long FEW_SECONDS = 2;
  private static final int PLACES = 40;

  @ParameterizedTest
  @EnumSource
  void a_stream_is_read_to_its_end(Reader kind) {
    try (FuzzedReader reader = kind.open()) {
      assertThat(kind.seeds()).isNotEmpty();
      for (byte[] seed : kind.seeds()) {
        assertThatCode(() -> reader.read(seed)).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_stream_that_is_cut_or_has_a_wrong_byte_is_refused_in_words_or_read(Reader kind) {
    try (FuzzedReader reader = kind.open()) {
      for (byte[] seed : kind.seeds()) {
        for (int i = 0; i < PLACES; i++) {
          int place = 1 + (int) ((long) seed.length * i / PLACES);
          byte[] wrong = new byte[1 + seed.length];
          System.arraycopy(seed, 0, wrong, 1, seed.length);
          wrong[0] = (byte) i;
          wrong[place] ^= (byte) (1 << i % Byte.SIZE);
          byte[] cut = Arrays.copyOf(wrong, place);

          assertThatCode(() -> StreamFuzz.read(reader, cut)).doesNotThrowAnyException();
          assertThatCode(() -> StreamFuzz.read(reader, wrong)).doesNotThrowAnyException();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void no_input_that_jazzer_comes_upon_does_harm(Reader kind) throws IOException, InterruptedException {
    assumeTrue(SECONDS > 0 || kind == Reader.RECEIVER, "skipped: -Dkurki.fuzz.stream-seconds=N looks for N seconds");

    Result result = new JazzerProcess(kind).run(Math.max(SECONDS, FEW_SECONDS));

    assertThat(result.status()).as(result.said()).isZero();
    LOG.info("{}: {}", kind, result.said().lines().filter(line -> line.startsWith("stat::number_of_executed_units"))
        .findFirst().orElse("no statistics"));
  }
}
