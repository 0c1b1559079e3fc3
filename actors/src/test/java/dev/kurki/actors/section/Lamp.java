package dev.kurki.actors.section;

import java.util.List;

/** A section with a field of each type that sections carry. */
@SavedState(id = "lamp", version = 3, minimumVersion = 2)
record Lamp(@Field(min = 0, max = 7) int level, boolean lit, long nanos, String label, @Field(length = 2) Bytes raw,
    @Field(maxLength = 3) Longs words, Fifo fifo, @Field(maxLength = 2) List<Fifo> spares, Dimmer dimmer) {
  /** One with something in each of them. */
  static final Lamp LIT = new Lamp(5, true, Long.MIN_VALUE, "hall", Bytes.of((byte) 1, (byte) 2),
      Longs.of(1, -1, Long.MAX_VALUE), new Fifo(16, false), List.of(new Fifo(1, true)), new Dimmer(4));

  record Fifo(@Field(min = 0, max = 16) int fill, boolean enabled) {}

  @Subsection(version = 2, minimumVersion = 2, predicate = "the dimmer has a step")
  record Dimmer(@Field(min = 0, max = 9, absent = "0") int step) implements SubsectionState {
    @Override
    public boolean needed() {
      return step > 0;
    }
  }

  Lamp withLevel(int other) {
    return new Lamp(other, lit, nanos, label, raw, words, fifo, spares, dimmer);
  }

  Lamp withDimmer(Dimmer other) {
    return new Lamp(level, lit, nanos, label, raw, words, fifo, spares, other);
  }
}
