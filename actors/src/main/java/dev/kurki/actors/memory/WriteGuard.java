package dev.kurki.actors.memory;

/**
 * Is asked before guest RAM is written to, page by page, so that what a page held can be kept. From when it is put up until it is
 * taken down, it hears of every page at least once before the first write to it.
 */
@FunctionalInterface
public interface WriteGuard {
  /**
   * Comes back when the page may be written to. Called by whoever is about to write, on any thread, perhaps several at once and
   * several times for a page; it does not block for longer than a disk takes for a page.
   *
   * @param page the page's index
   */
  void beforeWrite(long page);
}
