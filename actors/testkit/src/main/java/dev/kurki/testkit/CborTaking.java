package dev.kurki.testkit;

import dev.kurki.actors.section.Bytes;
import dev.kurki.testkit.CborItem.Entry;
import dev.kurki.testkit.CborItem.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes well-formed CBOR apart (RFC 8949, section 3): the head of an item says its major type and a number. */
final class CborTaking {
  static final int UNSIGNED = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int BREAK = 0xff;

  private static final int UNBOUNDED = 31;
  private static final int FLOAT_OR_SIMPLE = 7;

  private final byte[] all;
  private int at;

  CborTaking(byte[] all) {
    this.all = all;
  }

  /** How many bytes the head of an item takes, the number in it among them. */
  static int headLength(byte first) {
    int low = first & 31;
    return low < 24 || low == UNBOUNDED ? 1 : 1 + (1 << low - 24);
  }

  /** The next item. */
  CborItem item() {
    int begin = at;
    int head = all[at] & 0xff;
    int majorType = head >>> 5;
    boolean unbounded = (head & 31) == UNBOUNDED;
    long number = number();
    return switch (majorType) {
      case ARRAY -> new CborItem.Array(items(unbounded, number), !unbounded);
      case MAP -> map(unbounded, number);
      case BYTES, TEXT -> {
        at += unbounded ? chunks() : (int) number;
        yield new Leaf(Bytes.of(Arrays.copyOfRange(all, begin, at)));
      }
      default -> new Leaf(Bytes.of(Arrays.copyOfRange(all, begin, at)));
    };
  }

  /** What stands in the low bits of the head, or in the 1, 2, 4 or 8 bytes behind it. */
  private long number() {
    int head = all[at++] & 0xff;
    int low = head & 31;
    if (low < 24 || low == UNBOUNDED) {
      return head >>> 5 == FLOAT_OR_SIMPLE ? 0 : low;
    }
    long number = 0;
    for (int i = 0; i < 1 << low - 24; i++) {
      number = number << 8 | all[at++] & 0xff;
    }
    return number;
  }

  /** How many bytes the chunks of a run take, the break behind them among them. */
  private int chunks() {
    int begin = at;
    while ((all[at] & 0xff) != BREAK) {
      item();
    }
    int length = at + 1 - begin;
    at = begin;
    return length;
  }

  private List<CborItem> items(boolean unbounded, long count) {
    List<CborItem> items = new ArrayList<>();
    while (unbounded ? !breaks() : items.size() < count) {
      items.add(item());
    }
    return items;
  }

  private CborItem map(boolean unbounded, long count) {
    List<Entry> entries = new ArrayList<>();
    while (unbounded ? !breaks() : entries.size() < count) {
      entries.add(new Entry(item(), item()));
    }
    return new CborItem.Map(entries);
  }

  private boolean breaks() {
    boolean broken = (all[at] & 0xff) == BREAK;
    at += broken ? 1 : 0;
    return broken;
  }
}
