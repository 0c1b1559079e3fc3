package dev.kurki.testkit;

import static dev.kurki.testkit.CborItem.leaf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** What a hostile peer may put where a value or a name is to be. */
final class HostileItem {
  private static final List<CborItem> VALUES = List.of(
      // 0, 23, 24, 255, 65535, the least and greatest int and long, and numbers beyond
      leaf(0), leaf(1), leaf(0x17), leaf(0x18, 24), leaf(0x18, 0xff), leaf(0x19, 0xff, 0xff),
      leaf(0x1a, 0x7f, 0xff, 0xff, 0xff), leaf(0x1a, 0x80, 0, 0, 0), leaf(0x3a, 0x7f, 0xff, 0xff, 0xff),
      leaf(0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
      leaf(0x3b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
      leaf(0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
      leaf(0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
      leaf(0x20), leaf(0xc2, 0x49, 1, 0, 0, 0, 0, 0, 0, 0, 0), leaf(0xc3, 0x41, 7), leaf(0xc2, 0x40),
      // false, true, null, undefined, simple values, floats with NaN among them, a break
      leaf(0xf4), leaf(0xf5), leaf(0xf6), leaf(0xf7), leaf(0xe5), leaf(0xf8, 0x80), leaf(0xf9, 0x7e, 0),
      leaf(0xfa, 0x3f, 0x80, 0, 0), leaf(0xfb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0), leaf(0xff),
      // empty text and bytes, text that is no UTF-8, runs in chunks, empty maps and arrays
      leaf(0x60), leaf(0x40), leaf(0x62, 0xc3, 0x28), leaf(0x63, 0xed, 0xa0, 0x80),
      leaf(0x7f, 0x61, 'a', 0x61, 'b', 0xff),
      leaf(0x5f, 0x41, 1, 0x40, 0xff), leaf(0xa0), leaf(0xbf, 0xff), leaf(0x80), leaf(0x9f, 0xff),
      // lengths that nothing stands behind, and reserved heads
      leaf(0x5a, 0x7f, 0xff, 0xff, 0xff), leaf(0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
      leaf(0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), leaf(0x7a, 0x7f, 0xff, 0xff, 0xff),
      leaf(0x7b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), leaf(0x9a, 0x7f, 0xff, 0xff, 0xff),
      leaf(0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), leaf(0xba, 0x7f, 0xff, 0xff, 0xff),
      leaf(0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), leaf(0x1c), leaf(0x5e), leaf(0xfc),
      // tags: a date, a decimal fraction, and one of sixty-four bits
      leaf(0xc0, 0x61, '1'), leaf(0xc4, 0x82, 0x20, 0x1a, 0, 1, 0, 0),
      leaf(0xdb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1));

  private static final List<String> NAMES = List.of("fields", "subsections", "version", "", "x", "a\u001b[2J\n",
      "\u00e4\u20ac");
  private static final int[] DEPTHS = {2, 100, 999, 1001, 20_000};
  private static final int[] NAME_LENGTHS = {24, 1000, 70_000};

  private HostileItem() {}

  static CborItem value(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> nested(random.nextBoolean() ? 0x81 : 0x9f, DEPTHS[random.nextInt(DEPTHS.length)]);
      case 1 -> number(random.nextLong() >>> random.nextInt(Long.SIZE), random.nextBoolean());
      default -> VALUES.get(random.nextInt(VALUES.size()));
    };
  }

  static CborItem key(RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0 -> text("n".repeat(NAME_LENGTHS[random.nextInt(NAME_LENGTHS.length)]));
      case 1 -> VALUES.get(random.nextInt(VALUES.size()));
      default -> text(NAMES.get(random.nextInt(NAMES.size())));
    };
  }

  static CborItem text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return leaf(CborItem.head(CborTaking.TEXT, utf8.length), utf8);
  }

  /** A whole number in eight bytes: itself, or -1 minus itself. */
  static CborItem number(long magnitude, boolean negative) {
    byte[] content = new byte[Long.BYTES];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (magnitude >>> Long.SIZE - 8 * (i + 1));
    }
    return leaf(new byte[]{(byte) (negative ? 0x3b : 0x1b)}, content);
  }

  /** An array in an array in an array. */
  private static CborItem nested(int head, int depth) {
    byte[] heads = new byte[depth];
    Arrays.fill(heads, (byte) head);
    return leaf(heads, new byte[]{(byte) 0x80});
  }
}
