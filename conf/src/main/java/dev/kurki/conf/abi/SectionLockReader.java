package dev.kurki.conf.abi;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.kurki.actors.section.FieldDescription;
import dev.kurki.actors.section.SectionDescription;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SubsectionDescription;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.migration.lock.Behaviour;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;

/** Reads the HOCON of a section in a lock. */
final class SectionLockReader {
  private static final Set<String> KEYS = Set.of("owner", "version", "minimum-version", "unmigratable", "fields",
      "subsections", "behaviour", "digest");
  private static final Set<String> SUBSECTION_KEYS = Set.of("name", "version", "minimum-version", "predicate",
      "answers",
      "fields");
  private static final Set<String> FIELD_KEYS = Set.of("name", "type", "min", "max", "semantics", "since", "absent");
  private static final String FIELDS = "fields";
  private static final Pattern ANSWER = Pattern.compile("[0-9a-f]{8}|" + Behaviour.REFUSED);

  private SectionLockReader() {}

  /**
   * The section.
   *
   * @throws BadInput when it is not of the form that locks are generated in
   */
  static LockedSection read(String id, Settings section) {
    section.expectExactly(KEYS);
    SectionDescription description = new SectionDescription(id, section.text("owner"), version(section, "version"),
        version(section, "minimum-version"), section.text("unmigratable"), fields(section),
        section.objects("subsections").stream().map(SectionLockReader::subsection).toList());
    return new LockedSection(description, behaviour(section));
  }

  private static SubsectionDescription subsection(Settings subsection) {
    subsection.expectExactly(SUBSECTION_KEYS);
    return new SubsectionDescription(subsection.text("name"), version(subsection, "version"),
        version(subsection, "minimum-version"), subsection.text("predicate"), subsection.text("answers"),
        fields(subsection));
  }

  private static List<FieldDescription> fields(Settings settings) {
    return settings.objects(FIELDS).stream().map(SectionLockReader::field).toList();
  }

  /** A record has fields of its own. */
  private static FieldDescription field(Settings field) {
    Set<String> keys = new TreeSet<>(FIELD_KEYS);
    if (field.has(FIELDS)) {
      keys.add(FIELDS);
    }
    field.expectExactly(keys);
    return new FieldDescription(field.text("name"), field.text("type"), any(field, "min"), any(field, "max"),
        field.text("semantics"), version(field, "since"), field.text("absent"), fields(field));
  }

  private static Behaviour behaviour(Settings section) {
    List<String> answers = section.texts("behaviour").stream().flatMap(line -> Stream.of(line.split(" ", -1))).toList();
    answers.stream().filter(answer -> !ANSWER.matcher(answer).matches()).findFirst().ifPresent(answer -> {
      throw section.wrong("behaviour", "has to hold answers of eight hexadecimal digits, or " + Behaviour.REFUSED
          + ", not \"" + answer + "\"");
    });
    return new Behaviour(answers);
  }

  private static int version(Settings settings, String key) {
    return settings.number(key, 1, SectionForm.NEWEST);
  }

  private static long any(Settings settings, String key) {
    return settings.longNumber(key, Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
