package dev.kurki.conf.sweep;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.memory.MissingPage;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The copies of the machine on both sides: which are let run, and which do, as their memory shows. */
final class Copies {
  /** The guest's pattern begins there, and its first word changes with each pass over all of it. */
  private static final int PATTERN_OFFSET = 0x10_0000;
  /** A whole pass lies between the second and the third change, and is checked word by word. */
  private static final int CHANGES = 3;

  private final Journal journal;
  private final Map<Side, GuestMemory> memories = new EnumMap<>(Side.class);
  /** Of what stands. */
  private final Map<Side, Long> digests = new EnumMap<>(Side.class);
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
    Optional<Long> before = Optional.ofNullable(digests.remove(side));
    if (before.isPresent() && digest(side).filter(now -> !now.equals(before.get())).isPresent()) {
      journal.note(new Entry.Wrong("the copy of " + side + " is not what it was when it was stopped"));
    }
    if (running.size() > 1) {
      journal.note(new Entry.Wrong("two copies are let run, the second by " + side));
    }
    journal.note(new Entry.Resumed(side));
  }

  /** Its guest stands, and its RAM is to stay as it is. */
  synchronized void paused(Side side) {
    stopped(side);
    digest(side).ifPresent(digest -> digests.put(side, digest));
  }

  synchronized void stopped(Side side) {
    running.remove(side);
  }

  synchronized boolean isStopped(Side side) {
    return !running.contains(side);
  }

  /** What the target is about to load has to be what the source has, whose guest stands, but for pages that are yet to come. */
  synchronized void compare() {
    @Nullable
    GuestMemory source = memories.get(Side.SOURCE);
    @Nullable
    GuestMemory target = memories.get(Side.TARGET);
    try {
      if (source != null && target != null && isStopped(Side.SOURCE) && LongStream.range(0, source.pages())
          .anyMatch(page -> !target.missing().contains(page) && source.page(page).mismatch(target.page(page)) >= 0)) {
        journal.note(new Entry.Wrong("the RAM that has come is not the RAM that was sent"));
      }
    } catch (IllegalStateException e) {
      // The source's node has died with its memory.
    }
  }

  /** Whether the guest makes a whole pass over its memory. */
  boolean works(Side side, Duration patience) {
    long[] seen = {word(side).orElse(0L), 0};
    return journal.await(() -> {
      long now = word(side).orElse(seen[0]);
      if (now != seen[0]) {
        seen[0] = now;
        seen[1]++;
      }
      return seen[1] >= CHANGES || isGone(side);
    }, patience) && !isGone(side);
  }

  /** The word that tells whether the guest works, where there is memory. */
  Optional<Long> word(Side side) {
    try {
      return memory(side)
          .map(memory -> memory.page(PATTERN_OFFSET / GuestMemory.PAGE_BYTES).get(ValueLayout.JAVA_LONG, 0));
    } catch (IllegalStateException e) {
      return Optional.empty();
    } catch (MissingPage e) {
      return Optional.of(0L);
    }
  }

  private Optional<Long> digest(Side side) {
    try {
      return memory(side).map(memory -> {
        CRC32C digest = new CRC32C();
        digest.update(memory.pages(0, (int) memory.pages()).toArray(ValueLayout.JAVA_BYTE));
        return digest.getValue();
      });
    } catch (IllegalStateException | MissingPage e) {
      return Optional.empty();
    }
  }

  private synchronized Optional<GuestMemory> memory(Side side) {
    return Optional.ofNullable(memories.get(side));
  }

  /** Whether there is no memory, or it was given back. */
  boolean isGone(Side side) {
    return !memory(side).map(memory -> memory.pages(0, 0).scope().isAlive()).orElse(false);
  }
}
