package dev.kurki.migration.policy;

import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.FieldDescription;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SectionDescription;
import dev.kurki.actors.section.SubsectionDescription;
import dev.kurki.migration.policy.Match.Added;
import dev.kurki.migration.policy.Match.Gone;
import dev.kurki.migration.policy.Match.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Says whether one release reads whatever another writes of a section. */
final class SectionCompatibility {
  private final List<Refusal> refusals = new ArrayList<>();

  private SectionCompatibility() {}

  /** All reasons why not. Two owners' sections have nothing in common that could be compared, so they are one reason. */
  static List<Refusal> check(SectionDescription from, SectionDescription to) {
    SectionCompatibility compatibility = new SectionCompatibility();
    compatibility.section(from, to);
    return List.copyOf(compatibility.refusals);
  }

  private void section(SectionDescription from, SectionDescription to) {
    String path = to.id();
    Stream.of(from, to).filter(section -> !section.unmigratable().isEmpty()).findFirst()
        .ifPresent(section -> refuse(Rule.UNMIGRATABLE, path, "a section that can be moved", section.unmigratable()));
    if (!from.owner().equals(to.owner())) {
      refuse(Rule.TWO_OWNERS, path, Tag.of(to).toString(), Tag.of(from).toString());
      return;
    }
    version(path, from.version(), to.minimumVersion(), to.version());
    fields(path, from.version(), from.fields(), to.fields());
    for (Match<SubsectionDescription> match : Match.byName(from.subsections(), to.subsections(),
        SubsectionDescription::name)) {
      switch (match) {
        case Gone(var name, _) ->
          refuse(Rule.UNKNOWN_SUBSECTION, path + "." + name, names(to.subsections(), SubsectionDescription::name), name);
        case Added<SubsectionDescription> _ -> { }
        case Kept(var name, var written, var read) -> subsection(path + "." + name, written, read);
      }
    }
  }

  private void subsection(String path, SubsectionDescription from, SubsectionDescription to) {
    version(path, from.version(), to.minimumVersion(), to.version());
    fields(path, from.version(), from.fields(), to.fields());
    sameWhereLeftOut(path, from.fields(), to.fields());
  }

  /** A subsection that is left out says what its fields' absence says, so both sides have to mean the same by it. */
  private void sameWhereLeftOut(String path, List<FieldDescription> from, List<FieldDescription> to) {
    for (Match<FieldDescription> match : Match.byName(from, to, FieldDescription::name)) {
      if (match instanceof Kept(var name, var written, var read)) {
        if (!written.absent().equals(read.absent())) {
          refuse(Rule.DIFFERENT_MEANING, path + "." + name, FieldDiff.absent(read), FieldDiff.absent(written));
        }
        sameWhereLeftOut(path + "." + name, written.fields(), read.fields());
      }
    }
  }

  private void version(String path, int written, int minimum, int maximum) {
    if (written < minimum || written > maximum) {
      refuse(Rule.UNSUPPORTED_VERSION, path,
          minimum == maximum ? LockDiff.version(maximum) : LockDiff.version(minimum) + " to " + maximum,
          LockDiff.version(written));
    }
  }

  /** A field that came only with a later version than is written is not known to who reads that version. */
  private void fields(String path, int version, List<FieldDescription> from, List<FieldDescription> to) {
    List<FieldDescription> known = to.stream().filter(field -> field.since() <= version).toList();
    for (Match<FieldDescription> match : Match.byName(from, to, FieldDescription::name)) {
      switch (match) {
        case Gone(var name, _) -> refuse(Rule.UNKNOWN_FIELD, path + "." + name, names(known), name);
        case Added(var name, var read) -> {
          if (read.since() <= version || read.absent().equals(Field.REQUIRED)) {
            refuse(Rule.MISSING_FIELD, path + "." + name, FieldShape.of(read).words(), LockDiff.NOTHING);
          }
        }
        case Kept(var name, var written, var read) -> {
          if (read.since() > version) {
            refuse(Rule.UNKNOWN_FIELD, path + "." + name, names(known), name);
          } else {
            field(path + "." + name, version, written, read);
          }
        }
      }
    }
  }

  private void field(String path, int version, FieldDescription from, FieldDescription to) {
    FieldShape written = FieldShape.of(from);
    FieldShape read = FieldShape.of(to);
    if (!written.type().equals(read.type())) {
      refuse(Rule.WRONG_TYPE, path, read.words(), written.words());
    } else {
      if (read.isNarrowerThan(written)) {
        refuse(Rule.OUT_OF_RANGE, path, read.words(), written.words());
      }
      fields(path, version, from.fields(), to.fields());
    }
    if (!from.semantics().equals(to.semantics())) {
      refuse(Rule.DIFFERENT_MEANING, path, to.semantics(), from.semantics());
    }
  }

  private void refuse(Rule rule, String path, String expected, String actual) {
    refusals.add(new Refusal(rule, path, expected, actual));
  }

  private static String names(List<FieldDescription> fields) {
    return names(fields, FieldDescription::name);
  }

  private static <T> String names(List<T> all, Function<T, String> name) {
    return all.isEmpty() ? "none" : "one of " + String.join(", ", all.stream().map(name).toList());
  }
}
