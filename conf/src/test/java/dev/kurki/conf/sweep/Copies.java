package dev.kurki.conf.sweep;

import dev.kurki.actors.memory.GuestMemory;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The copies of the machine on both sides: which are let run, and which do, as their memory shows. */
final class Copies {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  /** The guest's pattern begins there, and its first word changes with each pass over all of it. */
  private static final int PATTERN_OFFSET = 0x10_0000;
  /** A whole pass lies between the second and the third change, and is checked word by word. */
  private static final int CHANGES = 3;

  private final Journal journal;
  private final Map<Side, GuestMemory> memories = new EnumMap<>(Side.class);
  private final Set<Side> running = EnumSet.noneOf(Side.class);

  Copies(Journal journal) {
    this.journal = journal;
  }

  synchronized void built(Side side, GuestMemory memory) {
    memories.put(side, memory);
  }

  /** Two are never let run at once. */
  synchronized void resumed(Side side) {
    running.add(side);
    if (running.size() > 1) {
      journal.note(new Entry.Wrong("two copies are let run, the second by " + side));
    }
    journal.note(new Entry.Resumed(side));
  }

  synchronized void stopped(Side side) {
    running.remove(side);
  }

  synchronized boolean isStopped(Side side) {
    return !running.contains(side);
  }

  /** What the target is about to load has to be what the source has, whose guest stands. */
  synchronized void compare() {
    @Nullable
    GuestMemory source = memories.get(Side.SOURCE);
    @Nullable
    GuestMemory target = memories.get(Side.TARGET);
    try {
      if (source != null && target != null && isStopped(Side.SOURCE)
          && source.pages(0, (int) source.pages()).mismatch(target.pages(0, (int) target.pages())) >= 0) {
        journal.note(new Entry.Wrong("the RAM that has come is not the RAM that was sent"));
      }
    } catch (IllegalStateException e) {
      // The source's node has died with its memory.
    }
  }

  /** Whether the guest makes a whole pass over its memory. */
  boolean works(Side side) {
    long[] seen = {word(side).orElse(0L), 0};
    return journal.await(() -> {
      long now = word(side).orElse(seen[0]);
      if (now != seen[0]) {
        seen[0] = now;
        seen[1]++;
      }
      return seen[1] >= CHANGES || isGone(side);
    }, PATIENCE) && !isGone(side);
  }

  /** The word that tells whether the guest works, where there is memory. */
  Optional<Long> word(Side side) {
    try {
      return memory(side)
          .map(memory -> memory.page(PATTERN_OFFSET / GuestMemory.PAGE_BYTES).get(ValueLayout.JAVA_LONG, 0));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  private synchronized Optional<GuestMemory> memory(Side side) {
    return Optional.ofNullable(memories.get(side));
  }

  /** Whether there is no memory, or it was given back. */
  boolean isGone(Side side) {
    return word(side).isEmpty();
  }
}
