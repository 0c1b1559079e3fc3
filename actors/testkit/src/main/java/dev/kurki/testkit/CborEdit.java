package dev.kurki.testkit;

import dev.kurki.actors.section.Bytes;
import dev.kurki.testkit.CborItem.Entry;
import dev.kurki.testkit.CborItem.Leaf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Edits a section's body with regard to what it is made of: what comes of it is mostly still CBOR. */
final class CborEdit {
  /**
   * A body that was edited.
   *
   * @param what how, for people
   */
  record Edited(String what, CborItem body) {}

  private static final int MANY = 2000;

  private final CborItem body;
  private final RandomGenerator random;

  private CborEdit(CborItem body, RandomGenerator random) {
    this.body = body;
    this.random = random;
  }

  /** Edits a body; values of the donor's may take the places of its own. */
  static Edited of(CborItem body, CborItem donor, RandomGenerator random) {
    return new CborEdit(body, random).edited(donor);
  }

  private Edited edited(CborItem donor) {
    return switch (random.nextInt(16)) {
      case 0, 1 -> replaced();
      case 2 -> onMap("an entry repeated", entries -> {
        entries.add(random.nextInt(entries.size() + 1), entries.get(random.nextInt(entries.size())));
        return entries;
      });
      case 3 -> onMap("an entry renamed", entries -> {
        int i = random.nextInt(entries.size());
        entries.set(i, new Entry(HostileItem.key(random), entries.get(i).value()));
        return entries;
      });
      case 4 -> onMap("an entry removed", entries -> {
        entries.remove(random.nextInt(entries.size()));
        return entries;
      });
      case 5 -> onMap("an entry added", entries -> {
        entries.add(new Entry(HostileItem.key(random), HostileItem.value(random)));
        return entries;
      });
      case 6 -> onMap("two values swapped", entries -> {
        int i = random.nextInt(entries.size());
        int j = random.nextInt(entries.size());
        CborItem value = entries.get(i).value();
        entries.set(i, new Entry(entries.get(i).key(), entries.get(j).value()));
        entries.set(j, new Entry(entries.get(j).key(), value));
        return entries;
      });
      case 7 -> onMap("entries shuffled", entries -> {
        Collections.shuffle(entries, random);
        return entries;
      });
      case 8 -> resized();
      case 9, 10, 11, 12 -> nudged();
      default -> crossed(donor);
    };
  }

  private Edited replaced() {
    int place = random.nextInt(body.size());
    return new Edited("item " + place + " replaced", body.edit(place, _ -> HostileItem.value(random)));
  }

  /** A value takes the place of the one of the same name; so it is of the right type, and mostly in range. */
  private Edited crossed(CborItem donor) {
    return onMap("a value of another state taken over", entries -> {
      int i = random.nextInt(entries.size());
      valueOf(donor, entries.get(i).key())
          .ifPresent(value -> entries.set(i, new Entry(entries.get(i).key(), value)));
      return entries;
    });
  }

  private static Optional<CborItem> valueOf(CborItem item, CborItem key) {
    return switch (item) {
      case Leaf _,CborItem.Array _ -> Optional.empty();
      case CborItem.Map(var entries) -> entries.stream().filter(entry -> entry.key().equals(key)).map(Entry::value)
          .findFirst().or(() -> entries.stream().flatMap(entry -> valueOf(entry.value(), key).stream()).findFirst());
    };
  }

  /** One number, or one byte of a run, becomes another: the rest is as it was, so that it may well be loaded. */
  private Edited nudged() {
    List<Integer> places = places(item -> isOf(item, CborTaking.UNSIGNED) || isOf(item, CborTaking.NEGATIVE)
        || (isOf(item, CborTaking.BYTES) && item.encoded().length() > 1));
    if (places.isEmpty()) {
      return replaced();
    }
    int place = places.get(random.nextInt(places.size()));
    return new Edited("item " + place + " nudged", body.edit(place, this::nudged));
  }

  private CborItem nudged(CborItem item) {
    if (!isOf(item, CborTaking.BYTES)) {
      return HostileItem.number(random.nextLong() >>> random.nextInt(Long.SIZE), random.nextInt(4) == 0);
    }
    byte[] bytes = item.encoded().toArray();
    int head = CborTaking.headLength(bytes[0]);
    if (head < bytes.length) {
      bytes[head + random.nextInt(bytes.length - head)] = (byte) (1 << random.nextInt(8));
    }
    return new Leaf(Bytes.of(bytes));
  }

  private static boolean isOf(CborItem item, int majorType) {
    return item instanceof Leaf(var bytes) && bytes.length() > 0 && (bytes.get(0) & 0xff) >>> 5 == majorType;
  }

  /** An array or a run of bytes becomes longer or shorter, and stays what it is. */
  private Edited resized() {
    int length = switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 1 + random.nextInt(8);
      case 2 -> random.nextInt(200);
      default -> MANY;
    };
    List<Integer> places = places(item -> switch (item) {
      case CborItem.Array _ -> true;
      case Leaf _ -> isOf(item, CborTaking.BYTES);
      case CborItem.Map _ -> false;
    });
    if (places.isEmpty()) {
      return replaced();
    }
    int place = places.get(random.nextInt(places.size()));
    return new Edited("item " + place + " made " + length + " long", body.edit(place, item -> resized(item, length)));
  }

  private CborItem resized(CborItem item, int length) {
    if (item instanceof CborItem.Array(var items, var counted)) {
      CborItem filler = items.isEmpty() ? CborItem.leaf(0) : items.get(random.nextInt(items.size()));
      List<CborItem> resized = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        resized.add(i < items.size() ? items.get(i) : filler);
      }
      return new CborItem.Array(resized, counted);
    }
    byte[] content = new byte[length];
    random.nextBytes(content);
    return CborItem.leaf(CborItem.head(CborTaking.BYTES, length), content);
  }

  private Edited onMap(String what, UnaryOperator<List<Entry>> change) {
    List<Integer> places = places(item -> item instanceof CborItem.Map(var entries) && !entries.isEmpty());
    if (places.isEmpty()) {
      return replaced();
    }
    int place = places.get(random.nextInt(places.size()));
    return new Edited(what + " in item " + place, body.edit(place,
        item -> item instanceof CborItem.Map(var entries)
            ? new CborItem.Map(change.apply(new ArrayList<>(entries)))
            : item));
  }

  /** The numbers of the items that are such. */
  private List<Integer> places(Predicate<CborItem> such) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      int place = i;
      body.edit(i, item -> {
        if (such.test(item)) {
          places.add(place);
        }
        return item;
      });
    }
    return places;
  }
}
