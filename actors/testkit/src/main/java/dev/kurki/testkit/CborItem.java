package dev.kurki.testkit;

import dev.kurki.actors.section.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A section's body taken apart into CBOR data items (RFC 8949), as far as sections have them: maps, arrays, and leaves, which
 * keep the bytes they came in. Put together again it need not be well-formed any more: that is what it is for.
 */
sealed interface CborItem {
  /** A number, text, bytes or a simple value; or, in a hostile section, whatever bytes. */
  record Leaf(Bytes encoded) implements CborItem {}

  /** An array, written with its length in front, or with a break behind it. */
  record Array(List<CborItem> items, boolean counted) implements CborItem {}

  /** A map, written with a break behind it. */
  record Map(List<Entry> entries) implements CborItem {}

  /** One entry of a map. */
  record Entry(CborItem key, CborItem value) {}

  /** A leaf of these bytes. */
  static CborItem leaf(int... bytes) {
    byte[] octets = new byte[bytes.length];
    IntStream.range(0, bytes.length).forEach(i -> octets[i] = (byte) bytes[i]);
    return new Leaf(Bytes.of(octets));
  }

  /** Takes a body apart that a component has saved. */
  static CborItem parse(Bytes body) {
    return new CborTaking(body.toArray()).item();
  }

  /** The bytes. */
  default Bytes encoded() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeTo(out);
    return Bytes.of(out.toByteArray());
  }

  private void writeTo(ByteArrayOutputStream out) {
    switch (this) {
      case Leaf(var bytes) -> out.writeBytes(bytes.toArray());
      case Array(var items, var counted) -> {
        out.writeBytes(counted ? head(CborTaking.ARRAY, items.size()) : new byte[]{(byte) 0x9f});
        items.forEach(item -> item.writeTo(out));
        if (!counted) {
          out.write(CborTaking.BREAK);
        }
      }
      case Map(var entries) -> {
        out.write(0xbf);
        entries.forEach(entry -> {
          entry.key.writeTo(out);
          entry.value.writeTo(out);
        });
        out.write(CborTaking.BREAK);
      }
    }
  }

  /** The head of an item: its major type, and a number that follows in four bytes. */
  static byte[] head(int majorType, long number) {
    byte[] head = new byte[5];
    head[0] = (byte) (majorType << 5 | 26);
    for (int i = 1; i < head.length; i++) {
      head[i] = (byte) (number >>> Integer.SIZE - 8 * i);
    }
    return head;
  }

  /** A leaf of a head and what stands behind it. */
  static CborItem leaf(byte[] head, byte[] content) {
    byte[] all = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return new Leaf(Bytes.of(all));
  }

  /** How many items there are in it that {@link #edit} can reach, itself among them; keys are none. */
  default int size() {
    return switch (this) {
      case Leaf _ -> 1;
      case Array(var items, _) -> 1 + items.stream().mapToInt(CborItem::size).sum();
      case Map(var entries) -> 1 + entries.stream().mapToInt(entry -> entry.value.size()).sum();
    };
  }

  /** The same with one of its items changed: that of a number, itself being 0. */
  default CborItem edit(int number, UnaryOperator<CborItem> change) {
    if (number == 0) {
      return change.apply(this);
    }
    return switch (this) {
      case Leaf _ -> throw new IllegalArgumentException("a leaf has no item " + number);
      case Array(var items, var counted) -> {
        List<CborItem> changed = new ArrayList<>(items);
        int left = number - 1;
        int i = 0;
        while (left >= items.get(i).size()) {
          left -= items.get(i).size();
          i++;
        }
        changed.set(i, items.get(i).edit(left, change));
        yield new Array(changed, counted);
      }
      case Map(var entries) -> {
        List<Entry> changed = new ArrayList<>(entries);
        int left = number - 1;
        int i = 0;
        while (left >= entries.get(i).value.size()) {
          left -= entries.get(i).value.size();
          i++;
        }
        changed.set(i, new Entry(entries.get(i).key, entries.get(i).value.edit(left, change)));
        yield new Map(changed);
      }
    };
  }
}
