package dev.kurki.actors.section;

import java.util.List;

/**
 * A field as a lock has it.
 *
 * @param name its name
 * @param type {@code flag}, {@code int}, {@code long}, {@code text}, {@code bytes}, {@code longs}, {@code record} or
 *     {@code list}
 * @param min the least value of a number, the least length of a run or list; 0 otherwise
 * @param max the greatest value or length; 0 for a flag or a record
 * @param semantics the id of its meaning
 * @param since the version that has brought it
 * @param absent what it is where it is absent; {@link Field#REQUIRED} where it has to be there
 * @param fields those of a record, or of each record of a list
 */
public record FieldDescription(String name, String type, long min, long max, String semantics, int since, String absent,
    List<FieldDescription> fields) {
  /** Copies the fields. */
  public FieldDescription {
    fields = List.copyOf(fields);
  }
}
