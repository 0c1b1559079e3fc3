package dev.kurki.actors.section;

/**
 * A section's record that older machine types have written in a former shape.
 *
 * @param <F> the record of the versions before it
 */
public interface Downgradable<F extends Record> {
  /**
   * The same state in the former shape. A pure function; where upgrading the answer gives another state than this one, the
   * state is not written in that shape.
   */
  F downgraded();
}
