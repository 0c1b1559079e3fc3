package dev.kurki.actors.machine;

import java.util.regex.Pattern;

/**
 * The name of a machine, unique in its cluster.
 *
 * @param name lower-case letters, digits and hyphens, at most 63 characters, beginning with a letter
 */
public record MachineId(String name) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when {@code name} is not of that form
   */
  public MachineId {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException("a machine's name is lower-case letters, digits and hyphens, beginning with a"
          + " letter, at most 63 characters; \"" + name + "\" is not");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
