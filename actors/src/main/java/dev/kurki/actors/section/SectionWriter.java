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
import java.util.Optional;

/** Writes a record as the body of a section. */
final class SectionWriter {
  private final JsonGenerator out;

  private SectionWriter(JsonGenerator out) {
    this.out = out;
  }

  static Bytes write(RecordShape<?> shape, Record state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = SectionCodec.CBOR.createGenerator(bytes)) {
      new SectionWriter(out).body(shape, state);
    }
    return Bytes.of(bytes.toByteArray());
  }

  private void body(RecordShape<?> shape, Record state) throws IOException {
    out.writeStartObject();
    out.writeFieldName("fields");
    fields(shape, state);
    out.writeFieldName("subsections");
    out.writeStartObject();
    List<Object> values = shape.valuesOf(state);
    for (int i = 0; i < values.size(); i++) {
      Member member = shape.members().get(i);
      if (member.kind() instanceof Sub(var subShape, var version) && values.get(i) instanceof Optional<?> value
          && value.isPresent()) {
        out.writeFieldName(member.name());
        out.writeStartObject();
        out.writeNumberField("version", version);
        out.writeFieldName("fields");
        fields(subShape, (Record) value.get());
        out.writeEndObject();
      }
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private void fields(RecordShape<?> shape, Record state) throws IOException {
    out.writeStartObject();
    List<Object> values = shape.valuesOf(state);
    for (int i = 0; i < values.size(); i++) {
      Member member = shape.members().get(i);
      if (!(member.kind() instanceof Sub)) {
        out.writeFieldName(member.name());
        value(shape, member, values.get(i));
      }
    }
    out.writeEndObject();
  }

  private void value(RecordShape<?> shape, Member member, Object value) throws IOException {
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
      case Nested(var nested) -> fields(nested, (Record) value);
      case Many(var element, var shortest, var longest) -> {
        List<?> elements = (List<?>) value;
        checkOwn(elements.size() >= shortest && elements.size() <= longest, shape, member, value);
        out.writeStartArray(value, elements.size());
        for (Object each : elements) {
          fields(element, (Record) each);
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
