package dev.kurki.actors.section;

import dev.kurki.actors.section.RecordShape.Flag;
import dev.kurki.actors.section.RecordShape.Many;
import dev.kurki.actors.section.RecordShape.Member;
import dev.kurki.actors.section.RecordShape.Nested;
import dev.kurki.actors.section.RecordShape.Run;
import dev.kurki.actors.section.RecordShape.Sub;
import dev.kurki.actors.section.RecordShape.Whole;
import java.util.List;

/** Describes schemas for locks. */
final class SectionDescriber {
  /** How many drawn states a predicate is asked about. */
  private static final int QUESTIONS = 128;

  private final SectionForm form;

  private SectionDescriber(SectionForm form) {
    this.form = form;
  }

  static SectionDescription describe(SectionSchema<?> schema, SectionForm form) {
    if (!schema.hasVersionOf(form)) {
      throw new IllegalArgumentException("section " + schema.id() + " has the versions "
          + SectionCodec.versions(schema.minimumVersion(), schema.version()) + ", not " + form.version());
    }
    if (schema.former().isPresent() && form.version() <= schema.former().get().version()) {
      return describe(schema.former().get(), form);
    }
    SectionDescriber describer = new SectionDescriber(new SectionForm(schema.versionIn(form), form.off()));
    return new SectionDescription(schema.id(), schema.owner(), describer.form.version(), schema.minimumVersion(),
        schema.unmigratable(), describer.fields(schema.shape(), describer.form.version(), schema.id()),
        describer.subsections(schema));
  }

  private List<SubsectionDescription> subsections(SectionSchema<?> schema) {
    return schema.shape().subsections().stream().filter(member -> form.hasSubsection(member.name())).map(member -> {
      Sub sub = (Sub) member.kind();
      return new SubsectionDescription(member.name(), sub.version(), sub.minimumVersion(), sub.predicate(),
          answers(sub.shape(), schema.id() + "." + member.name()),
          fields(sub.shape(), sub.version(), schema.id() + "." + member.name()));
    }).toList();
  }

  private List<FieldDescription> fields(RecordShape<?> shape, int version, String path) {
    return shape.fields().stream().filter(member -> member.since() <= version)
        .map(member -> field(member, version, path + "." + member.name())).toList();
  }

  private FieldDescription field(Member member, int version, String path) {
    String semantics = member.semantics().isEmpty() ? path : member.semantics();
    return switch (member.kind()) {
      case Flag() -> described(member, "flag", 0, 0, semantics, List.of());
      case Whole(var isInt, var min, var max) ->
        described(member, isInt ? "int" : "long", min, max, semantics, List.of());
      case Run(var of, var shortest, var longest) -> described(member,
          of == String.class ? "text" : of == Bytes.class ? "bytes" : "longs", shortest, longest, semantics, List.of());
      case Nested(var shape) -> described(member, "record", 0, 0, semantics, fields(shape, version, path));
      case Many(var shape, var shortest, var longest) ->
        described(member, "list", shortest, longest, semantics, fields(shape, version, path));
      case Sub _ -> throw new IllegalStateException("a subsection is no field: " + path);
    };
  }

  private static FieldDescription described(Member member, String type, long min, long max, String semantics,
      List<FieldDescription> fields) {
    return new FieldDescription(member.name(), type, min, max, semantics, member.since(),
        member.absent().map(SectionDescriber::text).orElse(Field.REQUIRED), fields);
  }

  private static String text(Object absent) {
    return switch (absent) {
      case Bytes bytes -> bytes.length() == 0 ? "" : Field.ZEROES;
      case Longs longs -> longs.length() == 0 ? "" : Field.ZEROES;
      case List<?> _ -> "";
      case Record _ -> "as its fields say";
      default -> absent.toString();
    };
  }

  private static String answers(RecordShape<?> shape, String path) {
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < QUESTIONS; i += 4) {
      int digit = 0;
      for (int j = i; j < i + 4; j++) {
        digit = digit << 1 | (isNeeded(shape, path, j) ? 1 : 0);
      }
      answers.append(Character.forDigit(digit, 16));
    }
    return answers.toString();
  }

  /** A drawn state that the record does not take is none that could be needed. */
  private static boolean isNeeded(RecordShape<?> shape, String path, int number) {
    try {
      return ((SubsectionState) StateSampler.draw(shape, path, number)).needed();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
