package dev.kurki.actors.section;

import java.util.List;

/**
 * A subsection as a lock has it.
 *
 * @param name its name
 * @param version the version that is written
 * @param minimumVersion the oldest version that is read
 * @param predicate when it is needed, in words
 * @param answers what the predicate says of drawn states, a hexadecimal digit for four of them: another predicate under the
 *     same words gives other answers
 * @param fields its fields
 */
public record SubsectionDescription(String name, int version, int minimumVersion, String predicate, String answers,
    List<FieldDescription> fields) {
  /** Copies the fields. */
  public SubsectionDescription {
    fields = List.copyOf(fields);
  }
}
