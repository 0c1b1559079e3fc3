package dev.kurki.actors.component;

import dev.kurki.actors.section.Refusal;

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

  /**
   * What the source of the section is told.
   *
   * @param section the section's name, e.g. {@code uart16550/0}
   */
  public Refusal refusal(String section) {
    return new Refusal(Refusal.Rule.INCONSISTENT, section + "." + field, expected, actual);
  }
}
