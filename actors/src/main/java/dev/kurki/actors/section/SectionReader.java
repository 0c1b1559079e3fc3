package dev.kurki.actors.section;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kurki.actors.section.RecordShape.Flag;
import dev.kurki.actors.section.RecordShape.Many;
import dev.kurki.actors.section.RecordShape.Member;
import dev.kurki.actors.section.RecordShape.Nested;
import dev.kurki.actors.section.RecordShape.Run;
import dev.kurki.actors.section.RecordShape.Sub;
import dev.kurki.actors.section.RecordShape.Whole;
import dev.kurki.actors.section.Refusal.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the body of a section into a record and rejects whatever the record's shape does not have. */
final class SectionReader {
  /** Carries a refusal out of the depth of a section; never leaves this package. */
  static final class Reject extends RuntimeException {
    private final transient Refusal refusal;

    Reject(Rule rule, String path, String expected, String actual) {
      super(null, null, false, false);
      this.refusal = new Refusal(rule, path, expected, actual);
    }

    Refusal refusal() {
      return refusal;
    }
  }

  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");
  private static final int MOST_SHOWN = 100;

  private final JsonParser in;
  private final SectionForm form;

  private SectionReader(JsonParser in, SectionForm form) {
    this.in = in;
    this.form = form;
  }

  /** Reads a section of the version that {@code form} has, which the shape knows. */
  static <S extends Record> S read(RecordShape<S> shape, Section section, SectionForm form) throws IOException {
    try (JsonParser in = SectionCodec.CBOR.createParser(section.body().toArray())) {
      SectionReader reader = new SectionReader(in, form);
      in.nextToken();
      S state = reader.body(shape, section.name());
      if (in.nextToken() != null) {
        throw new Reject(Rule.MALFORMED, section.name(), "the end of the section", "more bytes");
      }
      return state;
    }
  }

  private <S extends Record> S body(RecordShape<S> shape, String path) throws IOException {
    Map<String, Object> values = new HashMap<>();
    expect(JsonToken.START_OBJECT, path, "a map");
    boolean seenFields = false;
    boolean seenSubsections = false;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (name.equals("fields") && !seenFields) {
        seenFields = true;
        fieldsInto(values, shape, form.version(), path);
      } else if (name.equals("subsections") && !seenSubsections) {
        seenSubsections = true;
        subsectionsInto(values, shape, path);
      } else {
        throw new Reject(Rule.MALFORMED, path, "fields and subsections, once each", shown(name));
      }
    }
    expect(JsonToken.END_OBJECT, path, "the end of the map");
    return create(shape, values, path);
  }

  private void subsectionsInto(Map<String, Object> values, RecordShape<?> shape, String path) throws IOException {
    expect(JsonToken.START_OBJECT, path, "a map of subsections");
    List<Member> known = shape.subsections().stream().filter(member -> form.hasSubsection(member.name())).toList();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      String at = path + "." + shown(name);
      Member member = member(known, name)
          .orElseThrow(() -> new Reject(Rule.UNKNOWN_SUBSECTION, at, names(known), shown(name)));
      in.nextToken();
      if (member.kind() instanceof Sub sub && values.put(name, subsection(sub, at)) != null) {
        throw new Reject(Rule.REPEATED_FIELD, at, "one subsection of this name", "two");
      }
    }
    expect(JsonToken.END_OBJECT, path, "the end of the subsections");
  }

  private Record subsection(Sub sub, String path) throws IOException {
    expect(JsonToken.START_OBJECT, path, "a map");
    if (!"version".equals(in.nextFieldName())) {
      throw new Reject(Rule.MALFORMED, path, "the subsection's version first", "something else");
    }
    in.nextToken();
    long found = whole(path + ".version", Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (found < sub.minimumVersion() || found > sub.version()) {
      throw new Reject(Rule.UNSUPPORTED_VERSION, path, SectionCodec.versions(sub.minimumVersion(), sub.version()),
          "version " + found);
    }
    if (!"fields".equals(in.nextFieldName())) {
      throw new Reject(Rule.MALFORMED, path, "the subsection's fields second", "something else");
    }
    in.nextToken();
    Record record = record(sub.shape(), (int) found, path);
    in.nextToken();
    expect(JsonToken.END_OBJECT, path, "the end of the subsection");
    if (!canBeWritten(sub, record, path)) {
      throw new Reject(Rule.INCONSISTENT, path, "a state in which the subsection is needed", shown(record.toString()));
    }
    return record;
  }

  /** A state that is not needed is what it is when absent: another one could be loaded and never saved. */
  private static boolean canBeWritten(Sub sub, Record record, String path) {
    try {
      return ((SubsectionState) record).needed() || record.equals(sub.shape().absent().orElseThrow());
    } catch (RuntimeException e) {
      throw new Reject(Rule.INCONSISTENT, path, "values that go together", shown(e));
    }
  }

  private <R extends Record> R record(RecordShape<R> shape, int version, String path) throws IOException {
    Map<String, Object> values = new HashMap<>();
    fieldsInto(values, shape, version, path);
    return create(shape, values, path);
  }

  private void fieldsInto(Map<String, Object> values, RecordShape<?> shape, int version, String path)
      throws IOException {
    expect(JsonToken.START_OBJECT, path, "a map of fields");
    List<Member> known = shape.fields().stream().filter(member -> member.since() <= version).toList();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      String at = path + "." + shown(name);
      Member member = member(known, name)
          .orElseThrow(() -> new Reject(Rule.UNKNOWN_FIELD, at, names(known), shown(name)));
      in.nextToken();
      if (values.put(name, value(member, version, at)) != null) {
        throw new Reject(Rule.REPEATED_FIELD, at, "one field of this name", "two");
      }
    }
    expect(JsonToken.END_OBJECT, path, "the end of the fields");
    for (Member member : shape.fields()) {
      if (member.since() > version) {
        values.put(member.name(), member.absent().orElseThrow());
      }
    }
  }

  private Object value(Member member, int version, String path) throws IOException {
    return switch (member.kind()) {
      case Flag() -> flag(path);
      case Whole(var isInt, var min, var max) -> {
        long number = whole(path, min, max);
        yield isInt ? (Object) (int) number : (Object) number;
      }
      case Run(var of, var shortest, var longest) -> run(of, shortest, longest, path);
      case Nested(var shape) -> record(shape, version, path);
      case Many(var shape, var shortest, var longest) -> {
        expect(JsonToken.START_ARRAY, path, "a list");
        List<Record> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          checkLength(elements.size() + 1, 0, longest, path);
          elements.add(record(shape, version, path + "[" + elements.size() + "]"));
        }
        checkLength(elements.size(), shortest, longest, path);
        yield List.copyOf(elements);
      }
      case Sub _ -> throw new IllegalStateException("a subsection is no field: " + path);
    };
  }

  private boolean flag(String path) throws IOException {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> throw wrongType(path, "true or false");
    };
  }

  private long whole(String path, long min, long max) throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, path, "a whole number");
    if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new Reject(Rule.OUT_OF_RANGE, path, min + " to " + max, shown(in.getText()));
    }
    long number = in.getLongValue();
    if (number < min || number > max) {
      throw new Reject(Rule.OUT_OF_RANGE, path, min + " to " + max, Long.toString(number));
    }
    return number;
  }

  private Object run(Class<?> of, int shortest, int longest, String path) throws IOException {
    if (of == String.class) {
      expect(JsonToken.VALUE_STRING, path, "text");
      String text = in.getText();
      checkLength(text.length(), shortest, longest, path);
      if (text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
        throw new Reject(Rule.MALFORMED, path, "text in UTF-8", "half of a surrogate pair");
      }
      return text;
    }
    if (of == Bytes.class) {
      expect(JsonToken.VALUE_EMBEDDED_OBJECT, path, "bytes");
      byte[] bytes = in.getBinaryValue();
      checkLength(bytes.length, shortest, longest, path);
      return Bytes.of(bytes);
    }
    expect(JsonToken.START_ARRAY, path, "a list of 64-bit words");
    List<Long> words = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      checkLength(words.size() + 1, 0, longest, path);
      words.add(whole(path + "[" + words.size() + "]", Long.MIN_VALUE, Long.MAX_VALUE));
    }
    checkLength(words.size(), shortest, longest, path);
    return Longs.of(words.stream().mapToLong(Long::longValue).toArray());
  }

  private static <R extends Record> R create(RecordShape<R> shape, Map<String, Object> values, String path) {
    List<Object> ordered = new ArrayList<>();
    for (Member member : shape.members()) {
      Object value = values.get(member.name());
      if (value == null && member.kind() instanceof Sub(var sub, _, _, _)) {
        value = sub.absent().orElseThrow();
      }
      if (value == null) {
        throw new Reject(Rule.MISSING_FIELD, path + "." + member.name(), "a value", "nothing");
      }
      ordered.add(value);
    }
    try {
      return shape.create(ordered);
    } catch (IllegalArgumentException e) {
      throw new Reject(Rule.INCONSISTENT, path, "values that go together", shown(e));
    }
  }

  /** What came, as people can be shown it: one short line, whatever a hostile peer has sent. */
  static String shown(String text) {
    String plain = UNPRINTABLE.matcher(text).replaceAll("?");
    return plain.length() <= MOST_SHOWN ? plain : plain.substring(0, MOST_SHOWN) + "...";
  }

  static String shown(RuntimeException e) {
    return shown(String.valueOf(e.getMessage()));
  }

  private static Optional<Member> member(List<Member> members, String name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }

  private static String names(List<Member> members) {
    return members.isEmpty() ? "none" : "one of " + String.join(", ", members.stream().map(Member::name).toList());
  }

  private static void checkLength(int length, int shortest, int longest, String path) {
    if (length < shortest || length > longest) {
      throw new Reject(Rule.OUT_OF_RANGE, path,
          shortest == longest ? "a length of " + longest : "a length of " + shortest + " to " + longest,
          "a length of " + length);
    }
  }

  private void expect(JsonToken token, String path, String expected) throws IOException {
    if (in.currentToken() != token) {
      throw wrongType(path, expected);
    }
  }

  private Reject wrongType(String path, String expected) throws IOException {
    JsonToken token = in.currentToken();
    return new Reject(Rule.WRONG_TYPE, path, expected, switch (token) {
      case null -> "the end of the section";
      case START_OBJECT -> "a map";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "text";
      case VALUE_EMBEDDED_OBJECT -> "bytes";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> shown(in.getText());
      default -> token.name().replace("VALUE_", "").toLowerCase(java.util.Locale.ROOT);
    });
  }
}
