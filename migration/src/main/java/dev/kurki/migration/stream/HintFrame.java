package dev.kurki.migration.stream;

import dev.kurki.actors.section.Section;

/**
 * What helps a target before the machine runs there and is no state of it: whoever does not know it, or has no use for it, leaves
 * it. It comes within a round, when all of that round's pages are there, and before a {@code Sync} that is answered once the target
 * has made use of it.
 *
 * @param hint for one of the machine's components, as its section is
 */
public record HintFrame(Section hint) implements Frame {
  /** The most hints that a stream may have. */
  public static final int MOST = 1024;
}
