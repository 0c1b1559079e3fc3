package dev.kurki.actors.section;

/**
 * A section's record of older versions, which is still read.
 *
 * @param <S> the record of the versions behind it
 */
public interface FormerState<S extends Record> {
  /** The same state as the later record has it. A pure function. */
  S upgraded();
}
