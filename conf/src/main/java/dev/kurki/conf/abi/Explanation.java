package dev.kurki.conf.abi;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.migration.policy.Change.Kind;
import dev.kurki.migration.policy.Verdict.Ruling;

/** What stands behind the words of refusals and verdicts: why there is such a rule, in a sentence or two. */
public final class Explanation {
  private Explanation() {}

  /**
   * The explanation of a rule of refusals, a ruling of verdicts, or a sort of change, by its name in upper or lower case with
   * hyphens or underscores, or by its words: {@code UNKNOWN_SUBSECTION}, {@code unknown subsection}, {@code feature},
   * {@code W}.
   */
  public static Optional<String> of(String name) {
    String constant = name.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    return Stream
        .of(named(Rule.values(), constant).or(() -> inWords(name.strip()))
            .map(rule -> rule + " (" + rule.words() + "): " + why(rule) + " Way out: "
                + rule.wayOut() + "."),
            named(Ruling.values(), constant).map(ruling -> ruling + ": " + why(ruling)),
            named(Kind.values(), constant).map(kind -> kind + " (" + kind.words() + "): " + why(kind)))
        .flatMap(Optional::stream).findFirst();
  }

  /** All names that are explained. */
  public static String names() {
    return String.join(", ", Stream.of(Stream.of(Rule.values()), Stream.of(Ruling.values()), Stream.of(Kind.values()))
        .flatMap(constants -> constants.map(constant -> ((Enum<?>) constant).name())).distinct().toList());
  }

  private static <E extends Enum<E>> Optional<E> named(E[] constants, String name) {
    return Stream.of(constants).filter(constant -> constant.name().equals(name)).findFirst();
  }

  private static Optional<Rule> inWords(String words) {
    return Stream.of(Rule.values()).filter(rule -> rule.words().equalsIgnoreCase(words)).findFirst();
  }

  private static String why(Rule rule) {
    return switch (rule) {
      case UNKNOWN_SECTION, MISSING_SECTION ->
        "A machine is taken whole: each component has exactly one section, and each section its component.";
      case UNSUPPORTED_VERSION ->
        "A section is read from its minimum version up to the one that the machine type writes; nobody guesses at others.";
      case UNKNOWN_FIELD, UNKNOWN_SUBSECTION ->
        "What is not known here would be lost, and the guest would notice later; so it is refused now.";
      case MISSING_FIELD -> "A field without a declared default has no value to begin with.";
      case REPEATED_FIELD, WRONG_TYPE, OUT_OF_RANGE, MALFORMED ->
        "Sections come from other hosts and out of files: each type, range, length and name is checked before it is used.";
      case INCONSISTENT -> "Each part is well-formed, and together they cannot be true.";
      case NOT_IN_FORM ->
        "A frozen machine type is written as it was when its release shipped. What has no place there would be lost.";
      case UNMIGRATABLE -> "The component says itself that its state cannot be told.";
      case UNKNOWN_MACHINE_TYPE ->
        "A node runs only what its release knows; a machine type of a later one is not guessed.";
      case DIFFERENT_MACHINE_TYPE ->
        "The guest has booted on one board and would wake up on another: its properties, memory or device tree differ.";
      case DIFFERENT_MEANING ->
        "The bytes fit and mean something else; each field's semantics id says so, as no other comparison can.";
      case SAME_TAG_OTHER_DIGEST ->
        "A release, a section's version and a subsection are each one thing for ever; another digest means another thing.";
      case TWO_OWNERS ->
        "Version 2 of one owner says nothing about version 2 of another. Tags carry their owner's name for that.";
      case BLACKLISTED ->
        "The policy's one exception: what a broken version wrote is not to be trusted, so it is refused, honestly and early.";
      case NAME_TAKEN -> "A machine's name is unique in its cluster.";
      case NOT_ENOUGH_MEMORY -> "Guest RAM is reserved before it is filled.";
      case MISSING_EXTENSION -> "The guest may use every extension that it was shown.";
    };
  }

  private static String why(Ruling ruling) {
    return switch (ruling) {
      case BENIGN -> "it takes more than before and writes the same bytes; allowed on every line.";
      case UNRELEASED -> "the machine type has not shipped, so nobody has such a machine; allowed.";
      case BACKPORT -> "a vendor takes a change over from its owner by the owner's own tag, digest and all; allowed.";
      case BROKEN ->
        "the old shape is blacklisted in the same change, and a witness, a recorded state whose restored run goes astray, shows"
            + " why; allowed.";
      case DEPRECATED -> "users were told by an earlier release; allowed.";
      case FEATURE ->
        "the old version works, so this is a feature, however useful; on a stable line it is deferred to the next release.";
      case FROZEN ->
        "the machine type has shipped; what is new goes behind a subsection, or a field of a later version, that is off for it.";
      case TWO_OWNERS ->
        "a vendor has counted another owner's version on by itself; backport by the owner's tag instead.";
      case NO_WITNESS -> "it was called broken and nothing shows it; no witness means it is a feature.";
    };
  }

  private static String why(Kind kind) {
    return switch (kind) {
      case W -> "a field, subsection or section was added, removed, renamed, retyped or resized, or a version changed.";
      case P -> "a subsection is written for another set of states than before.";
      case D -> "a default, a block of memory, the device tree or the composition of the machine type changed.";
      case M -> "the same bytes mean something else.";
      case N -> "fewer inputs are accepted than before.";
      case B -> "more inputs are accepted than before, and what is written is the same, byte for byte.";
    };
  }
}
