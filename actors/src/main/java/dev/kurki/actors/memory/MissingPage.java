package dev.kurki.actors.memory;

/**
 * A page of guest RAM was touched whose contents have not come yet. Who meets it has changed nothing: it asks for the page by
 * {@link dev.kurki.actors.component.ComponentMessage.AwaitPage} and tries again when that is answered.
 */
public final class MissingPage extends RuntimeException {
  private final long page;

  /**
   * Says which page.
   *
   * @param page its index, counted from the start of RAM
   */
  public MissingPage(long page) {
    super("page " + page + " of guest RAM has not come yet", null, false, false);
    this.page = page;
  }

  /** Which page, counted from the start of RAM. */
  public long page() {
    return page;
  }
}
