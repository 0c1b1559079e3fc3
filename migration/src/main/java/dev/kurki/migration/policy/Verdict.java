package dev.kurki.migration.policy;

/**
 * What the policy says of a change on a line.
 *
 * @param line the line's name
 * @param change the change
 * @param decision whether it may be made
 * @param ruling as what
 * @param rule which cell of the policy's table says so
 * @param instead what would be allowed instead; empty where the change is
 */
public record Verdict(String line, Change change, Decision decision, Ruling ruling, String rule, String instead) {
  /** Whether a change may be made. */
  public enum Decision {
    /** It may. */
    ALLOWED,
    /** It fails the build. */
    REJECTED
  }

  /** As what a change is judged. */
  public enum Ruling {
    /** Accepts more and writes the same: allowed on every line. */
    BENIGN,
    /** Of a machine type that has not shipped: allowed. */
    UNRELEASED,
    /** Taken over by its owner's own tag: allowed on a vendor line. */
    BACKPORT,
    /** The old shape is broken, blacklisted, and a witness shows it: allowed. */
    BROKEN,
    /** Users were told by an earlier release: allowed. */
    DEPRECATED,
    /** The old shape works, so the new one is a feature: rejected on a stable line. */
    FEATURE,
    /** Of a machine type that has shipped: rejected on the development line. */
    FROZEN,
    /** A version number that the owner of the section has not given: rejected on a vendor line. */
    TWO_OWNERS,
    /** Blacklisted as broken without a witness that shows it: rejected. */
    NO_WITNESS
  }

  /** Whether the change may be made. */
  public boolean isAllowed() {
    return decision == Decision.ALLOWED;
  }

  /** The verdict as one sentence for people. */
  public String sentence() {
    return "line " + line + ": " + change.machineType() + ": " + change.path() + ": "
        + (isAllowed() ? "allowed" : "rejected") + " as " + ruling + ": from " + change.before() + " to "
        + change.after() + "; rule: " + rule + (instead.isEmpty() ? "" : "; instead: " + instead);
  }
}
