package dev.kurki.actors.component;

/** Thrown by a model that is given a section whose fields are each in range and cannot be true together. */
public final class InconsistentState extends RuntimeException {
  private final String field;
  private final String expected;
  private final String actual;

  /**
   * Says what contradicts what.
   *
   * @param field the field's path within the section, e.g. {@code fifo.level}
   * @param expected what it may be, given the other fields
   * @param actual what it is
   */
  public InconsistentState(String field, String expected, String actual) {
    super(field + ": expected " + expected + ", found " + actual);
    this.field = field;
    this.expected = expected;
    this.actual = actual;
  }

  /** The field's path within the section. */
  public String field() {
    return field;
  }

  /** What the field may be. */
  public String expected() {
    return expected;
  }

  /** What the field is. */
  public String actual() {
    return actual;
  }
}
