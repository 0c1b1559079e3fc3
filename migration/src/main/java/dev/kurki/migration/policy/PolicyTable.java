package dev.kurki.migration.policy;

import dev.kurki.migration.policy.Change.Kind;

/**
 * The policy's table: what a sort of change needs on a line. Verdicts cite its cells.
 *
 * <pre>
 *         stable or vendor line     development, frozen       development, unreleased
 *   B     allowed                   allowed                   allowed
 *   W     only as BROKEN            behind a subsection       allowed
 *   P, D  only as BROKEN            forbidden                 allowed
 *   M     only as BROKEN            new semantics id          allowed
 *   N     only as BROKEN            after a deprecation       allowed
 * </pre>
 */
enum PolicyTable {
  STABLE("a stable line"),
  VENDOR("a vendor line"),
  FROZEN("a development line in a frozen machine type"),
  UNRELEASED("a development line in an unreleased machine type");

  private static final String ALLOWED = "allowed";

  private final String words;

  PolicyTable(String words) {
    this.words = words;
  }

  /** The cell for a sort of change, with its row and its column. */
  String cell(Kind kind) {
    return kind + " (" + kind.words() + ") on " + words + " is " + entry(kind);
  }

  private String entry(Kind kind) {
    return switch (this) {
      case STABLE, VENDOR -> switch (kind) {
        case B -> ALLOWED;
        case W, P, D, M, N -> "allowed only as BROKEN, with the old shape blacklisted in the same change";
      };
      case FROZEN -> switch (kind) {
        case B -> ALLOWED;
        case W -> "allowed only behind a subsection that is off for the frozen type";
        case P, D -> "forbidden";
        case M -> "allowed only under a new semantics id that is off for the frozen type";
        case N -> "allowed only after a deprecation window, or by blacklist";
      };
      case UNRELEASED -> ALLOWED;
    };
  }
}
