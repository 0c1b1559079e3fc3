package dev.kurki.actors.section;

/** A record marked {@link Subsection}: state that travels only when it is needed. */
public interface SubsectionState {
  /**
   * Whether the state has to travel. A pure function of the record; false only for the state that the fields have where
   * they are absent, as nothing of any other may be lost.
   */
  boolean needed();
}
