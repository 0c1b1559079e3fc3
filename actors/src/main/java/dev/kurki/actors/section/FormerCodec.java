package dev.kurki.actors.section;

import dev.kurki.actors.section.SectionCodec.Accepted;
import dev.kurki.actors.section.SectionCodec.Decoded;
import dev.kurki.actors.section.SectionCodec.Rejected;
import java.util.stream.Collectors;

/**
 * Reads and writes the versions of a section that had another record.
 *
 * @param <S> the section's record
 * @param <F> the record of these versions
 */
final class FormerCodec<S extends Record, F extends Record> {
  private final SectionCodec<F> codec;

  private FormerCodec(SectionCodec<F> codec) {
    this.codec = codec;
  }

  /** A codec for a former schema, in the form of a machine type as far as it concerns it. */
  static <S extends Record, F extends Record> FormerCodec<S, F> of(SectionSchema<F> schema, SectionForm form) {
    return new FormerCodec<>(new SectionCodec<>(schema,
        new SectionForm(Math.clamp(form.version(), schema.minimumVersion(), schema.version()),
            form.off().stream().filter(schema::knowsSubsection).collect(Collectors.toUnmodifiableSet()))));
  }

  /** Whether a version is one of these. */
  boolean writes(int version) {
    return version <= codec.schema().version();
  }

  @SuppressWarnings("unchecked") // the schema has checked that the two records are each other's
  Section encode(int instance, S state) {
    F older = ((Downgradable<F>) state).downgraded();
    if (!((FormerState<S>) older).upgraded().equals(state)) {
      throw new NotInForm(new Refusal(Refusal.Rule.NOT_IN_FORM, codec.schema().id() + "/" + instance,
          "a state that version " + codec.schema().version() + " of the section can tell", state.toString()));
    }
    return codec.encode(instance, older);
  }

  Decoded<S> decode(Section section) {
    return switch (codec.decode(section)) {
      case Accepted<F>(var older) -> upgraded(section, older);
      case Rejected<F>(var refusal) -> new Rejected<>(refusal);
    };
  }

  @SuppressWarnings("unchecked") // the schema has checked that the two records are each other's
  private Decoded<S> upgraded(Section section, F older) {
    try {
      return new Accepted<>(((FormerState<S>) older).upgraded());
    } catch (RuntimeException e) {
      // The values are of a hostile peer, and the later record's constructor may not take them together.
      return new Rejected<>(new Refusal(Refusal.Rule.INCONSISTENT, section.name(),
          "values that version " + codec.schema().version() + " can be upgraded from", SectionReader.shown(e)));
    }
  }
}
