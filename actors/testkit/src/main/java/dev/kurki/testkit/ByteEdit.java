package dev.kurki.testkit;

import dev.kurki.actors.section.Bytes;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damages a section's bytes without regard to what they mean. */
final class ByteEdit {
  private static final int LONGEST_INSERTION = 64;
  private static final int LONGEST_NOISE = 512;

  /**
   * A body that was damaged.
   *
   * @param what how, for people
   */
  record Damaged(String what, Bytes body) {}

  private ByteEdit() {}

  static Damaged of(byte[] body, RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> flipped(body.clone(), random);
      case 2 -> {
        int length = random.nextInt(body.length + 1);
        yield new Damaged("cut at byte " + length, Bytes.of(Arrays.copyOf(body, length)));
      }
      case 3 -> {
        byte[] noise = noise(1 + random.nextInt(LONGEST_INSERTION), random);
        int at = random.nextInt(body.length + 1);
        yield new Damaged(noise.length + " bytes inserted at byte " + at, inserted(body, at, noise));
      }
      case 4 -> {
        int from = random.nextInt(body.length + 1);
        int to = from + random.nextInt(body.length + 1 - from);
        yield new Damaged("bytes " + from + " to " + to + " doubled",
            inserted(body, to, Arrays.copyOfRange(body, from, to)));
      }
      default -> new Damaged("random bytes", Bytes.of(noise(random.nextInt(LONGEST_NOISE), random)));
    };
  }

  private static Damaged flipped(byte[] body, RandomGenerator random) {
    int flips = 1 + random.nextInt(4);
    for (int i = 0; i < flips && body.length > 0; i++) {
      body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return new Damaged(flips + " bits flipped", Bytes.of(body));
  }

  private static Bytes inserted(byte[] body, int at, byte[] what) {
    byte[] longer = Arrays.copyOf(body, body.length + what.length);
    System.arraycopy(what, 0, longer, at, what.length);
    System.arraycopy(body, at, longer, at + what.length, body.length - at);
    return Bytes.of(longer);
  }

  private static byte[] noise(int length, RandomGenerator random) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }
}
