package dev.kurki.migration.lock;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release by its owner and its version; versions of two owners are never compared.
 *
 * @param owner lower-case letters, digits and hyphens, e.g. {@code kurki}
 * @param version as the owner counts, e.g. {@code 0.1.0}; digits and dots, and a suffix behind a hyphen
 */
public record ReleaseId(String owner, String version) {
  private static final Pattern FORM = Pattern
      .compile("([a-z][a-z0-9-]{0,62})/(\\d+(?:\\.\\d+){0,5}(?:-[a-z0-9.]{1,32})?)");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when it is not of that form
   */
  public ReleaseId {
    if (!FORM.matcher(owner + "/" + version).matches()) {
      throw new IllegalArgumentException("a release is OWNER/VERSION, e.g. kurki/0.1.0, not \"" + owner + "/" + version
          + "\"");
    }
  }

  /**
   * Reads {@code OWNER/VERSION}.
   *
   * @throws IllegalArgumentException when it is not of that form
   */
  public static ReleaseId parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a release is OWNER/VERSION, e.g. kurki/0.1.0, not \"" + text + "\"");
    }
    return new ReleaseId(String.valueOf(parts.group(1)), String.valueOf(parts.group(2)));
  }

  /**
   * Compares two versions of one owner by their numbers, e.g. 0.9 before 0.10; a suffix counts last.
   *
   * @throws IllegalArgumentException when the owners are two
   */
  public int compareVersion(ReleaseId other) {
    if (!owner.equals(other.owner)) {
      throw new IllegalArgumentException("versions of two owners are never compared: " + this + " and " + other);
    }
    String[] here = version.split("-", 2);
    String[] there = other.version.split("-", 2);
    String[] numbers = here[0].split("\\.");
    String[] otherNumbers = there[0].split("\\.");
    for (int i = 0; i < Math.max(numbers.length, otherNumbers.length); i++) {
      int order = Long.compare(number(numbers, i), number(otherNumbers, i));
      if (order != 0) {
        return order;
      }
    }
    return here.length != there.length
        ? there.length - here.length
        : here[here.length - 1].compareTo(there[there.length - 1]);
  }

  /** What the names of all files that are recorded of it begin with: {@code OWNER-VERSION}, e.g. {@code kurki-0.1.0}. */
  public String fileStem() {
    return owner + "-" + version;
  }

  private static long number(String[] numbers, int index) {
    return index < numbers.length ? Long.parseLong(numbers[index]) : 0;
  }

  @Override
  public String toString() {
    return owner + "/" + version;
  }
}
