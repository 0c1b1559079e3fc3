package dev.kurki.actors.section;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

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
  private final SectionForm form;
  private final Optional<FormerCodec<S, ?>> former;

  /** A codec for all that a schema has. */
  public SectionCodec(SectionSchema<S> schema) {
    this(schema, SectionForm.FULL);
  }

  /**
   * A codec for a schema in the form that a machine type has it in.
   *
   * @throws IllegalArgumentException when the form names a version or a subsection that the schema does not have
   */
  public SectionCodec(SectionSchema<S> schema, SectionForm form) {
    if (!schema.hasVersionOf(form)) {
      throw new IllegalArgumentException("section " + schema.id() + " has the versions "
          + versions(schema.minimumVersion(), schema.version()) + ", not " + form.version());
    }
    form.off().stream().filter(name -> !schema.knowsSubsection(name)).findFirst().ifPresent(name -> {
      throw new IllegalArgumentException("section " + schema.id() + " has no subsection \"" + name + "\"; it has "
          + schema.subsectionNames());
    });
    this.schema = schema;
    this.form = new SectionForm(schema.versionIn(form), form.off());
    this.former = schema.former().map(older -> FormerCodec.of(older, form));
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
   * @throws NotInForm when the machine type's form has no place for the state
   * @throws IllegalArgumentException when a value lies outside its own schema: a defect of the component
   */
  public Section encode(int instance, S state) {
    if (former.isPresent() && former.get().writes(form.version())) {
      return former.get().encode(instance, state);
    }
    try {
      String name = schema.id() + "/" + instance;
      return new Section(schema.id(), instance, form.version(), SectionWriter.write(schema.shape(), state, name, form));
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
      if (section.version() < schema.minimumVersion() || section.version() > form.version()) {
        throw new SectionReader.Reject(Refusal.Rule.UNSUPPORTED_VERSION, section.name(),
            versions(schema.minimumVersion(), form.version()), "version " + section.version());
      }
      if (former.isPresent() && former.get().writes(section.version())) {
        return former.get().decode(section);
      }
      return new Accepted<>(
          SectionReader.read(schema.shape(), section, new SectionForm(section.version(), form.off())));
    } catch (SectionReader.Reject e) {
      return new Rejected<>(e.refusal());
    } catch (IOException e) {
      return new Rejected<>(new Refusal(Refusal.Rule.MALFORMED, section.name(), "a CBOR map of fields and subsections",
          "bytes that do not parse"));
    }
  }

  /** A range of versions, for people. */
  static String versions(int least, int greatest) {
    return least == greatest ? "version " + least : "version " + least + " to " + greatest;
  }
}
