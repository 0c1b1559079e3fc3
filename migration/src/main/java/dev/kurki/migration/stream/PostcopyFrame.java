package dev.kurki.migration.stream;

import dev.kurki.actors.section.Longs;

/**
 * What source and target say of pages that come after the guest has been switched to the target, where both have the
 * capability {@code postcopy-ram}. In a file there are none. Each {@link PostcopyChannel} is a connection of its own:
 *
 * <pre>
 *   main        source: ... pages  Missing  sections  End   ... Commit
 *
 *   background  source: Header             pages pages pages ...
 *               target:           Missing                  Missing ...: with the capability release-ram, now and then
 *
 *   urgent      source: Header             pages         pages
 *               target:              Want         Want
 * </pre>
 */
public sealed interface PostcopyFrame extends Frame {
  /**
   * The pages that are yet to come: at the switch those that the source has not sent, and on a connection made later those that
   * the target has not got; those that it does not name any more have been put in, and never become missing again.
   *
   * @param marks bit {@code i % 64} of word {@code i / 64} is page {@code i}; as many words as RAM needs
   */
  record Missing(Longs marks) implements PostcopyFrame {
    /** Whether they are marks of a RAM of so many pages. */
    public boolean fits(long ramPages) {
      int bits = (int) (ramPages % Long.SIZE);
      return marks.length() == (ramPages + Long.SIZE - 1) / Long.SIZE
          && (bits == 0 || marks.get(marks.length() - 1) >>> bits == 0);
    }
  }

  /**
   * The target's guest waits for a page.
   *
   * @param page its index, counted from the start of RAM
   */
  record Want(long page) implements PostcopyFrame {}
}
