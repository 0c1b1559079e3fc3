package dev.kurki.actors.section;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kurki.actors.section.RecordShape.Flag;
import dev.kurki.actors.section.RecordShape.Kind;
import dev.kurki.actors.section.RecordShape.Many;
import dev.kurki.actors.section.RecordShape.Member;
import dev.kurki.actors.section.RecordShape.Nested;
import dev.kurki.actors.section.RecordShape.Run;
import dev.kurki.actors.section.RecordShape.Sub;
import dev.kurki.actors.section.RecordShape.Whole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Writes a record as the body of a section in the form that a machine type has it in. What the form has no place for has to
 * be what it is where it is absent.
 */
final class SectionWriter {
  private final JsonGenerator out;
  private final String section;
  private final SectionForm form;

  private SectionWriter(JsonGenerator out, String section, SectionForm form) {
    this.out = out;
    this.section = section;
    this.form = form;
  }

  /**
   * The body.
   *
   * @param section the section's name, for refusals
   * @throws NotInForm when the form has no place for the state
   */
  static Bytes write(RecordShape<?> shape, Record state, String section, SectionForm form) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = SectionCodec.CBOR.createGenerator(bytes)) {
      new SectionWriter(out, section, form).body(shape, state);
    }
    return Bytes.of(bytes.toByteArray());
  }

  private void body(RecordShape<?> shape, Record state) throws IOException {
    out.writeStartObject();
    out.writeFieldName("fields");
    fields(shape, state, form.version(), section);
    out.writeFieldName("subsections");
    out.writeStartObject();
    List<Object> values = shape.valuesOf(state);
    for (int i = 0; i < values.size(); i++) {
      Member member = shape.members().get(i);
      if (member.kind() instanceof Sub sub && isNeeded(sub, (Record) values.get(i))) {
        subsection(member.name(), sub, (Record) values.get(i));
      }
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private void subsection(String name, Sub sub, Record state) throws IOException {
    String path = section + "." + name;
    if (!form.hasSubsection(name)) {
      throw new NotInForm(new Refusal(Refusal.Rule.NOT_IN_FORM, path,
          "a state in which the subsection is not needed, as the machine type does not have it", state.toString()));
    }
    out.writeFieldName(name);
    out.writeStartObject();
    out.writeNumberField("version", sub.version());
    out.writeFieldName("fields");
    fields(sub.shape(), state, sub.version(), path);
    out.writeEndObject();
  }

  /**
   * Asks the predicate, and holds it to being a pure function: asked again, and of a copy, it has to say the same; and to
   * leaving out only what is told by its absence.
   */
  private static boolean isNeeded(Sub sub, Record state) {
    Record copy = sub.shape().create(sub.shape().valuesOf(state));
    boolean needed = asks(state);
    if (needed != asks(state) || needed != asks(copy)) {
      throw new IllegalArgumentException(sub.shape().type().getName() + " does not say twice the same of being needed");
    }
    if (!needed && !sub.shape().absent().orElseThrow().equals(state)) {
      throw new IllegalArgumentException(
          sub.shape().type().getName() + " says that it is not needed, and is not what it is when absent: " + state);
    }
    return needed;
  }

  private static boolean asks(Record state) {
    return ((SubsectionState) state).needed();
  }

  private void fields(RecordShape<?> shape, Record state, int version, String path) throws IOException {
    out.writeStartObject();
    List<Object> values = shape.valuesOf(state);
    for (int i = 0; i < values.size(); i++) {
      Member member = shape.members().get(i);
      if (member.kind() instanceof Sub) {
        continue;
      }
      String at = path + "." + member.name();
      if (member.since() <= version) {
        out.writeFieldName(member.name());
        value(shape, member, values.get(i), version, at);
      } else if (!values.get(i).equals(member.absent().orElseThrow())) {
        throw new NotInForm(new Refusal(Refusal.Rule.NOT_IN_FORM, at, member.absent().get()
            + ", as the machine type has version " + version + " of the section", values.get(i).toString()));
      }
    }
    out.writeEndObject();
  }

  private void value(RecordShape<?> shape, Member member, Object value, int version, String path)
      throws IOException {
    Kind kind = member.kind();
    switch (kind) {
      case Flag() -> out.writeBoolean((Boolean) value);
      case Whole(_, var min, var max) -> {
        long number = ((Number) value).longValue();
        checkOwn(number >= min && number <= max, shape, member, value);
        out.writeNumber(number);
      }
      case Run(_, var shortest, var longest) -> {
        int length = run(value);
        checkOwn(length >= shortest && length <= longest, shape, member, value);
      }
      case Nested(var nested) -> fields(nested, (Record) value, version, path);
      case Many(var element, var shortest, var longest) -> {
        List<?> elements = (List<?>) value;
        checkOwn(elements.size() >= shortest && elements.size() <= longest, shape, member, value);
        out.writeStartArray(value, elements.size());
        for (Object each : elements) {
          fields(element, (Record) each, version, path);
        }
        out.writeEndArray();
      }
      case Sub _ -> throw new IllegalStateException("a subsection is no field: " + member.name());
    }
  }

  private int run(Object value) throws IOException {
    switch (value) {
      case String text -> {
        out.writeString(text);
        return text.length();
      }
      case Bytes bytes -> {
        out.writeBinary(bytes.toArray());
        return bytes.length();
      }
      case Longs words -> {
        out.writeArray(words.toArray(), 0, words.length());
        return words.length();
      }
      default -> throw new IllegalStateException("no run: " + value.getClass().getName());
    }
  }

  private static void checkOwn(boolean fits, RecordShape<?> shape, Member member, Object value) {
    if (!fits) {
      throw new IllegalArgumentException(
          shape.type().getName() + "." + member.name() + " is outside its own schema: " + value);
    }
  }
}
