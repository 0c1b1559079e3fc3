package dev.kurki.actors.section;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a section was not loaded, or a machine not taken. The same object reaches both ends of a migration, the command and
 * the log.
 *
 * @param rule which rule it broke
 * @param machine the machine's name; empty where it is about no machine, or about one that is known from elsewhere
 * @param path where: from the section's name down to the field, e.g. {@code uart16550/0.fifo.level}, or what of the machine
 * @param expected what is taken there
 * @param actual what came
 * @param wayOut what can be done instead
 */
public record Refusal(Rule rule, String machine, String path, String expected, String actual, String wayOut) {
  /** A refusal with the way out that its rule has. */
  public Refusal(Rule rule, String path, String expected, String actual) {
    this(rule, "", path, expected, actual, rule.wayOut());
  }

  /** The rules that a section and a machine are held to. */
  public enum Rule {
    /** The section belongs to no component of this machine, or to another kind of component. */
    UNKNOWN_SECTION("unknown section", "use a node whose release has that component in this machine type"),
    /** A component of this machine got no section. */
    MISSING_SECTION("missing section", "use a node whose release has the same components in this machine type"),
    /** The section's or subsection's version is newer or older than what is read here. */
    UNSUPPORTED_VERSION("unsupported version", "use a node whose release reads that version"),
    /** A field that the schema does not have. */
    UNKNOWN_FIELD("unknown field", "use a node whose release knows the field"),
    /** A field that the schema has and the section has not. */
    MISSING_FIELD("missing field", "use a node whose release reads the section without it"),
    /** A field given twice. */
    REPEATED_FIELD("repeated field", "save the machine again: the section is damaged"),
    /** A subsection that the schema does not have. */
    UNKNOWN_SUBSECTION("unknown subsection", "use a node whose release knows the subsection"),
    /** A value of another type. */
    WRONG_TYPE("wrong type", "use a node whose release has the field with that type"),
    /** A number or a length outside its range. */
    OUT_OF_RANGE("out of range", "use a node whose release takes that value"),
    /** Bytes that are not the encoding of a section. */
    MALFORMED("malformed", "save or move the machine again: the bytes are damaged"),
    /** Fields that are each in range and contradict one another, or what the machine is. */
    INCONSISTENT("inconsistent", "give it what belongs together"),
    /** The component's state has no place in the form in which the machine type has its section written. */
    NOT_IN_FORM("state without a place", "power the machine on anew as a machine type that has a place for it"),
    /** A component that can be neither saved nor moved. */
    UNMIGRATABLE("unmigratable", "launch the machine without that device"),
    /** A machine type that is not known here. */
    UNKNOWN_MACHINE_TYPE("unknown machine type", "use a node whose release has that machine type"),
    /** The machine type is not the same here: what the guest sees would change under it. */
    DIFFERENT_MACHINE_TYPE("different machine type", "use a node whose release has the machine type as it was locked"),
    /** The same bytes mean something else here. */
    DIFFERENT_MEANING("different meaning", "use a node whose release gives the field that meaning"),
    /** The same release, section or subsection of one owner, with other contents. */
    SAME_TAG_OTHER_DIGEST("same tag, other digest", "rebuild the node from the release that its lock names"),
    /** Version numbers of two owners. */
    TWO_OWNERS("versions of two owners are never compared",
        "backport by the owner's own tag, or keep the owner's version"),
    /** The state was made by a version that is known to be broken. */
    BLACKLISTED("blacklisted", "power the machine on anew on a release that is not blacklisted"),
    /** A machine of that name is here already. */
    NAME_TAKEN("name taken", "stop or rename the machine that has the name"),
    /** More guest RAM than is free here. */
    NOT_ENOUGH_MEMORY("not enough memory", "free memory there, or use another node"),
    /** An extension of the instruction set that harts here do not have. */
    MISSING_EXTENSION("missing extension", "use a node whose harts have the extension");

    private final String words;
    private final String wayOut;

    Rule(String words, String wayOut) {
      this.words = words;
      this.wayOut = wayOut;
    }

    /** The rule in words. */
    public String words() {
      return words;
    }

    /** What can be done where the rule is broken. */
    public String wayOut() {
      return wayOut;
    }
  }

  /** The same refusal of a machine. */
  public Refusal of(String name) {
    return new Refusal(rule, name, path, expected, actual, wayOut);
  }

  /** The same refusal with another way out. */
  public Refusal withWayOut(String words) {
    return new Refusal(rule, machine, path, expected, actual, words);
  }

  /** The refusal as one sentence for people. */
  public String sentence() {
    return (machine.isEmpty() ? "" : "machine " + machine + ": ") + path + ": " + rule.words + ": expected " + expected
        + ", found " + actual + "; way out: " + wayOut;
  }

  /** Several refusals as one sentence for people; empty for none. */
  public static String sentences(List<Refusal> refusals) {
    return refusals.stream().map(Refusal::sentence).collect(Collectors.joining("; and "));
  }
}
