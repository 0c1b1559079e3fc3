package dev.kurki.testkit;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A section as a hostile peer may send it, made of one that a component has saved.
 *
 * @param what what was done to it, for people
 * @param section what came of it
 */
record SectionMutation(String what, Section section) {
  private static final int[] EDITS = {0, 1, 1, 1, 1, 2, 3, 4};

  /**
   * Changes a section: mostly what it is made of, sometimes its bytes, its version or its id, and sometimes all of them.
   *
   * @param donor another section of the same kind, whose values may take the places of this one's
   */
  static SectionMutation of(Section valid, Section donor, RandomGenerator random) {
    List<String> done = new ArrayList<>();
    Bytes body = edited(valid.body(), donor.body(), random, done);
    if (done.isEmpty() || random.nextInt(8) == 0) {
      ByteEdit.Damaged damaged = ByteEdit.of(body.toArray(), random);
      done.add(damaged.what());
      body = damaged.body();
    }
    int version = valid.version();
    if (random.nextInt(8) == 0) {
      List<Integer> versions = List.of(0, -1, 1, 2, version - 1, version + 1, Integer.MAX_VALUE, Integer.MIN_VALUE);
      version = versions.get(random.nextInt(versions.size()));
      done.add("version " + version);
    }
    String id = valid.id();
    if (random.nextInt(64) == 0) {
      id = id + "-2";
      done.add("another id");
    }
    return new SectionMutation(String.join(", ", done), new Section(id, valid.instance(), version, body));
  }

  private static Bytes edited(Bytes valid, Bytes donor, RandomGenerator random, List<String> done) {
    CborItem body = CborItem.parse(valid);
    CborItem other = CborItem.parse(donor);
    // Mostly one: of several, one is surely refused, and hides what the others would have done.
    int edits = EDITS[random.nextInt(EDITS.length)];
    for (int i = 0; i < edits; i++) {
      CborEdit.Edited edited = CborEdit.of(body, other, random);
      done.add(edited.what());
      body = edited.body();
    }
    return body.encoded();
  }
}
