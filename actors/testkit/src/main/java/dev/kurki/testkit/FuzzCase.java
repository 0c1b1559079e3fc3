package dev.kurki.testkit;

import dev.kurki.actors.component.ComponentMessage.Load;
import dev.kurki.actors.component.ComponentMessage.LoadReply;
import dev.kurki.actors.component.ComponentMessage.Loaded;
import dev.kurki.actors.component.ComponentMessage.Refused;
import dev.kurki.actors.component.ComponentMessage.Save;
import dev.kurki.actors.component.ComponentMessage.SaveReply;
import dev.kurki.actors.component.ComponentMessage.Saved;
import dev.kurki.actors.component.ComponentMessage.Settle;
import dev.kurki.actors.component.ComponentMessage.Settled;
import dev.kurki.actors.component.ComponentMessage.Start;
import dev.kurki.actors.component.ComponentMessage.Stop;
import dev.kurki.actors.component.ComponentMessage.Stopped;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec.Accepted;
import dev.kurki.actors.section.SectionCodec.Decoded;
import dev.kurki.actors.section.SectionCodec.Rejected;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One case of a {@link SectionFuzz}: one section, and all that has to hold whatever it is. */
final class FuzzCase<S extends Record> {
  private static final int LONGEST_SENTENCE = 4000;

  private final ComponentTestKit kit;
  private final FuzzTarget<S> target;
  private final FuzzedComponent component;
  private final RandomGenerator random;
  private String what = "driven by a guest";
  private Optional<Section> section = Optional.empty();

  FuzzCase(ComponentTestKit kit, FuzzTarget<S> target, FuzzedComponent component, RandomGenerator random) {
    this.kit = kit;
    this.target = target;
    this.component = component;
    this.random = random;
  }

  /** What was done and which section it is about, for people. */
  String told() {
    return what + "\n" + section.map(RecordedSection::format).orElse("");
  }

  /** Whether the section was loaded. */
  boolean run(long number) {
    kit.setTime(0);
    hatch();
    drive();
    Section before = save();
    Section hostile = make(number, before);
    section = Optional.of(hostile);
    long alarm = alarm();
    LoadReply reply = load(hostile);
    Decoded<S> read = target.codec().decode(hostile);
    switch (reply) {
      case Loaded _ -> loaded(read);
      case Refused(_, var refusal) -> {
        refused(read, refusal);
        expect(save().equals(before), "refuses a section and is not what it was before it");
        expect(alarm() == alarm, "refuses a section, and its alarm is not what it was before it");
      }
    }
    drive();
    Section driven = save();
    section = Optional.of(driven);
    what += "; then driven by a guest";
    hatch();
    expect(load(driven) instanceof Loaded, "does not load what it has saved after a guest has driven it");
    expect(target.repairs() || save().equals(driven), "does not come back as it was saved after a guest has driven it");
    return reply instanceof Loaded;
  }

  /** A drawn state where it can be encoded, or a mutation of what was saved or drawn. */
  private Section make(long number, Section before) {
    Optional<Section> drawn = drawn(number);
    if (drawn.isPresent() && random.nextInt(4) == 0) {
      what = "a drawn state";
      return drawn.get();
    }
    boolean ofDrawn = drawn.isPresent() && random.nextInt(4) == 0;
    SectionMutation mutation = SectionMutation.of(ofDrawn ? drawn.get() : before, drawn.orElse(before), random);
    what = (ofDrawn ? "a drawn state: " : "a saved state: ") + mutation.what();
    return mutation.section();
  }

  /** Some records do not take all that is within their schemas. */
  private Optional<Section> drawn(long number) {
    S state;
    try {
      state = target.sampler().draw(number);
    } catch (RuntimeException _) {
      return Optional.empty();
    }
    return Optional.of(target.codec().encode(0, state));
  }

  private void loaded(Decoded<S> read) {
    Section saved = save();
    switch (read) {
      case Accepted<S>(var state) -> expect(target.repairs() || target.codec().decode(saved).equals(read),
          () -> "loads a state and saves another:\n  loaded " + state + "\n  saved  " + target.codec().decode(saved)
              + "\n"
              + RecordedSection.format(saved) + "loaded from");
      case Rejected<S>(var refusal) -> throw new AssertionError("loads what its schema refuses: " + refusal.sentence());
    }
    expect(load(saved) instanceof Loaded, "does not load what it has saved");
    expect(save().equals(saved), "saves another section after it has loaded its own");
  }

  private static <S> void refused(Decoded<S> read, Refusal refusal) {
    if (read instanceof Rejected<S>(var expected)) {
      expect(refusal.equals(expected), "refuses a section otherwise than its schema does: " + refusal.sentence());
    } else {
      expect(refusal.rule() == Refusal.Rule.INCONSISTENT,
          "refuses what its schema takes, and not as inconsistent: " + refusal.sentence());
    }
    String sentence = refusal.sentence();
    expect(sentence.length() <= LONGEST_SENTENCE && sentence.chars().noneMatch(Character::isISOControl),
        "refuses in more than a short line: " + sentence);
  }

  private void hatch() {
    component.hatch(target.factory().apply(kit.actors().system().ignoreRef()));
  }

  private void drive() {
    component.tell(new Start());
    target.guest().accept(component, random);
    component.ask(Stopped.class, Stop::new);
  }

  private Section save() {
    SaveReply reply = component.ask(SaveReply.class, Save::new);
    return switch (reply) {
      case Saved(_, var saved) -> saved;
      case Refused(_, var refusal) -> throw new AssertionError("cannot be saved: " + refusal.sentence());
    };
  }

  private LoadReply load(Section from) {
    return component.ask(LoadReply.class, replyTo -> new Load(from, replyTo));
  }

  private long alarm() {
    return target.tellsAlarm() ? component.ask(Settled.class, Settle::new).alarm() : DevicePorts.NO_ALARM;
  }

  private static void expect(boolean holds, String otherwise) {
    expect(holds, () -> otherwise);
  }

  private static void expect(boolean holds, Supplier<String> otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise.get());
    }
  }
}
