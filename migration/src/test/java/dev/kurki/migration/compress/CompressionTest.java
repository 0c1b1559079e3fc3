package dev.kurki.migration.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
  private static final int LENGTH = 3 * 4096;
  private static final byte UNTOUCHED = 0x55;

  @Property(tries = 200)
  void what_was_compressed_comes_back_as_it_was(@ForAll Compression method, @ForAll @Size(max = LENGTH) byte[] bytes) {
    byte[] from = Arrays.copyOf(bytes, LENGTH);
    byte[] out = new byte[LENGTH];

    byte[] block = blockOf(method, from);

    assertThat(method.decompress(block, out, LENGTH)).isTrue();
    assertThat(out).isEqualTo(from);
  }

  @Property(tries = 500)
  void a_block_of_any_bytes_writes_nothing_behind_the_place_of_its_pages(@ForAll Compression method,
      @ForAll @Size(max = 200) byte[] noise, @ForAll int where) {
    byte[] block = blockOf(method, new byte[2 * LENGTH]);
    for (int i = 0; i < noise.length; i++) {
      block[Math.floorMod(where + i * 31, block.length)] ^= noise[i];
    }
    byte[] out = new byte[2 * LENGTH];
    Arrays.fill(out, UNTOUCHED);

    boolean _ = method.decompress(block, out, LENGTH);
    boolean _ = method.decompress(noise, out, LENGTH);

    assertThat(Arrays.copyOfRange(out, LENGTH, out.length)).containsOnly(UNTOUCHED);
  }

  @ParameterizedTest
  @EnumSource
  void a_block_of_more_or_less_than_was_promised_is_none(Compression method) {
    byte[] block = blockOf(method, new byte[LENGTH]);
    byte[] out = new byte[2 * LENGTH];

    assertThat(method.decompress(block, out, LENGTH - 1)).isFalse();
    assertThat(method.decompress(block, out, LENGTH + 1)).isFalse();
    assertThat(method.decompress(Arrays.copyOf(block, block.length - 1), out, LENGTH)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void what_does_not_become_short_enough_is_not_compressed(Compression method) {
    byte[] random = new byte[LENGTH];
    new Random(1).nextBytes(random);

    assertThat(method.compress(random, LENGTH, new byte[LENGTH], LENGTH - LENGTH / 8)).isEmpty();
  }

  private static byte[] blockOf(Compression method, byte[] from) {
    byte[] into = new byte[2 * from.length + 100];
    return Arrays.copyOf(into, method.compress(from, from.length, into, into.length).orElseThrow());
  }
}
