package dev.kurki.migration.policy;

/**
 * One difference between two locks.
 *
 * @param kind what sort of change it is
 * @param machineType the machine type that it is in
 * @param section the section that it is in; empty where it is of the machine type itself
 * @param path the section and field, e.g. {@code uart16550.backlog.bytes}, or the property, e.g. {@code isa}
 * @param before the old shape, in words; {@code nothing} where it is new
 * @param after the new shape, in words; {@code nothing} where it is gone
 */
public record Change(Kind kind, String machineType, String section, String path, String before, String after) {
  /** Sorts of change, by their letters in the policy. */
  public enum Kind {
    /** Wire: a field, subsection or section added, removed, renamed, retyped or resized; a version. */
    W("wire"),
    /** Predicate: another set of states for which a subsection is written. */
    P("predicate"),
    /** Defaults: property defaults, blocks of memory, the device tree, the components. */
    D("defaults or derived sizes"),
    /** Meaning: the same bytes, new semantics. */
    M("meaning"),
    /** Narrowing: fewer inputs are accepted. */
    N("narrowing"),
    /** Benign: accepts more, emits byte-identical output. */
    B("benign");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** The sort in words. */
    public String words() {
      return words;
    }
  }

  /** A change in a section; parameters as above. */
  static Change inSection(Kind kind, String machineType, String path, String before, String after) {
    int end = path.indexOf('.');
    return new Change(kind, machineType, end < 0 ? path : path.substring(0, end), path, before, after);
  }

  /** A change of the machine type itself: of its properties, memory, device tree, components or stream format. */
  static Change ofMachineType(Kind kind, String machineType, String path, String before, String after) {
    return new Change(kind, machineType, "", path, before, after);
  }
}
