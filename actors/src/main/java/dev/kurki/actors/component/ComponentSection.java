package dev.kurki.actors.component;

import dev.kurki.actors.component.ComponentMessage.LoadReply;
import dev.kurki.actors.component.ComponentMessage.Loaded;
import dev.kurki.actors.component.ComponentMessage.Refused;
import dev.kurki.actors.component.ComponentMessage.SaveReply;
import dev.kurki.actors.component.ComponentMessage.Saved;
import dev.kurki.actors.section.NotInForm;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionCodec.Accepted;
import dev.kurki.actors.section.SectionCodec.Rejected;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;
import java.util.function.Consumer;

/**
 * The section of one component: how it answers Save and Load.
 *
 * @param <S> the section's record
 */
public final class ComponentSection<S extends Record> {
  private final SectionCodec<S> codec;
  private final ComponentId id;

  /**
   * A component's section.
   *
   * @param type the record, marked {@link dev.kurki.actors.section.SavedState}
   * @param instance which component of its kind, from 0
   * @param form the form that the machine type has it in
   */
  public ComponentSection(Class<S> type, int instance, SectionForm form) {
    this.codec = new SectionCodec<>(SectionSchema.of(type), form);
    this.id = new ComponentId(codec.schema().id(), instance);
  }

  /** The component that it is the section of. */
  public ComponentId component() {
    return id;
  }

  /** The answer to Save: the section, or that the machine type has no place for such a state. */
  public SaveReply saved(S state) {
    try {
      return new Saved(id, codec.encode(id.instance(), state));
    } catch (NotInForm e) {
      return new Refused(id, e.refusal());
    }
  }

  /**
   * The answer to Load: a section that fits is handed over.
   *
   * @param taker takes the state; may throw {@link InconsistentState} before it changes anything
   */
  public LoadReply load(Section section, Consumer<S> taker) {
    return switch (codec.decode(section)) {
      case Accepted<S>(var state) -> {
        try {
          taker.accept(state);
          yield new Loaded(id);
        } catch (InconsistentState e) {
          yield new Refused(id, e.refusal(section.name()));
        }
      }
      case Rejected<S>(var refusal) -> new Refused(id, refusal);
    };
  }
}
