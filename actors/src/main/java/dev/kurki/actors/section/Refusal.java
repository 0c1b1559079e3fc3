package dev.kurki.actors.section;

/**
 * Why a section was not loaded, or a machine not taken.
 *
 * @param rule which rule it broke
 * @param path where: from the section's name down to the field, e.g. {@code uart16550/0.fifo.level}, or what of the machine
 * @param expected what is taken there
 * @param actual what came
 */
public record Refusal(Rule rule, String path, String expected, String actual) {
  /** The rules that a section is held to. */
  public enum Rule {
    /** The section belongs to no component of this machine, or to another kind of component. */
    UNKNOWN_SECTION("unknown section"),
    /** A component of this machine got no section. */
    MISSING_SECTION("missing section"),
    /** The section's or subsection's version is newer or older than what is read here. */
    UNSUPPORTED_VERSION("unsupported version"),
    /** A field that the schema does not have. */
    UNKNOWN_FIELD("unknown field"),
    /** A field that the schema has and the section has not. */
    MISSING_FIELD("missing field"),
    /** A field given twice. */
    REPEATED_FIELD("repeated field"),
    /** A subsection that the schema does not have. */
    UNKNOWN_SUBSECTION("unknown subsection"),
    /** A value of another type. */
    WRONG_TYPE("wrong type"),
    /** A number or a length outside its range. */
    OUT_OF_RANGE("out of range"),
    /** Bytes that are not the encoding of a section. */
    MALFORMED("malformed"),
    /** Fields that are each in range and contradict one another, or what the machine is. */
    INCONSISTENT("inconsistent"),
    /** A machine type that is not known here. */
    UNKNOWN_MACHINE_TYPE("unknown machine type"),
    /** A machine of that name is here already. */
    NAME_TAKEN("name taken"),
    /** More guest RAM than is free here. */
    NOT_ENOUGH_MEMORY("not enough memory"),
    /** An extension of the instruction set that harts here do not have. */
    MISSING_EXTENSION("missing extension");

    private final String words;

    Rule(String words) {
      this.words = words;
    }
  }

  /** The refusal as one sentence for people. */
  public String sentence() {
    return path + ": " + rule.words + ": expected " + expected + ", found " + actual;
  }
}
