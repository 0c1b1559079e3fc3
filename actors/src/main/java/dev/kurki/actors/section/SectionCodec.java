package dev.kurki.actors.section;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Encodes the state of one kind of component as a {@link Section} and decodes it again. The body is self-describing CBOR:
 *
 * <pre>
 *   { "fields":      { "ier": 5, "fifo": {...}, ... },
 *     "subsections": { "backlog": { "version": 1, "fields": {...} } } }
 * </pre>
 *
 * <p>Decoding takes nothing on trust: each name, type, range, length and version is checked, and what does not fit is
 * refused with its path.
 *
 * @param <S> the section's record
 */
public final class SectionCodec<S extends Record> {
  static final CBORFactory CBOR = new CBORFactory();

  private final SectionSchema<S> schema;

  /** A codec for a schema. */
  public SectionCodec(SectionSchema<S> schema) {
    this.schema = schema;
  }

  /** The schema that this codec follows. */
  public SectionSchema<S> schema() {
    return schema;
  }

  /** What decoding comes to. */
  public sealed interface Decoded<S> {}

  /** The section's state. */
  public record Accepted<S>(S state) implements Decoded<S> {}

  /** Why the section is not taken. */
  public record Rejected<S>(Refusal refusal) implements Decoded<S> {}

  /**
   * Encodes a state.
   *
   * @param instance which component of its kind, from 0
   * @throws IllegalArgumentException when a value lies outside its own schema: a defect of the component
   */
  public Section encode(int instance, S state) {
    try {
      return new Section(schema.id(), instance, schema.version(), SectionWriter.write(schema.shape(), state));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Decodes a section, or says why not. */
  public Decoded<S> decode(Section section) {
    try {
      if (!section.id().equals(schema.id())) {
        throw new SectionReader.Reject(Refusal.Rule.UNKNOWN_SECTION, section.name(), schema.id(), section.id());
      }
      if (section.version() < schema.minimumVersion() || section.version() > schema.version()) {
        throw new SectionReader.Reject(Refusal.Rule.UNSUPPORTED_VERSION, section.name(),
            "version " + schema.minimumVersion() + " to " + schema.version(), "version " + section.version());
      }
      return new Accepted<>(SectionReader.read(schema.shape(), section));
    } catch (SectionReader.Reject e) {
      return new Rejected<>(e.refusal());
    } catch (IOException e) {
      return new Rejected<>(new Refusal(Refusal.Rule.MALFORMED, section.name(), "a CBOR map of fields and subsections",
          "bytes that do not parse"));
    }
  }
}
