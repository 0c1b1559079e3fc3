package dev.kurki.actors.machine;

import dev.kurki.actors.component.ComponentMessage.AwaitPage;
import dev.kurki.actors.component.ComponentMessage.PageCame;
import dev.kurki.actors.component.ComponentMessage.Refused;
import dev.kurki.actors.component.ComponentMessage.SaveReply;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Access;
import dev.kurki.actors.component.ComponentMessage.Connect;
import dev.kurki.actors.component.ComponentMessage.CountWork;
import dev.kurki.actors.component.ComponentMessage.Load;
import dev.kurki.actors.component.ComponentMessage.Lower;
import dev.kurki.actors.component.ComponentMessage.Own;
import dev.kurki.actors.component.ComponentMessage.Raise;
import dev.kurki.actors.component.ComponentMessage.Read;
import dev.kurki.actors.component.ComponentMessage.Receive;
import dev.kurki.actors.component.ComponentMessage.Reset;
import dev.kurki.actors.component.ComponentMessage.Run;
import dev.kurki.actors.component.ComponentMessage.Save;
import dev.kurki.actors.component.ComponentMessage.Settle;
import dev.kurki.actors.component.ComponentMessage.Start;
import dev.kurki.actors.component.ComponentMessage.Stop;
import dev.kurki.actors.component.ComponentMessage.Stopped;
import dev.kurki.actors.component.ComponentMessage.Throttle;
import dev.kurki.actors.component.ComponentMessage.Value;
import dev.kurki.actors.component.ComponentMessage.Write;
import dev.kurki.actors.component.ComponentMessage.WriteProtect;
import dev.kurki.actors.component.ComponentMessage.WriteProtected;
import dev.kurki.actors.component.ComponentSection;
import dev.kurki.actors.component.InconsistentState;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The component of guest RAM: it takes the dirty marks, tells what RAM is like, and gives the memory back when it ends.
 * Harts and devices reach the RAM itself directly, as in hardware.
 */
final class RamActor extends AbstractMatchingBehavior<ComponentMessage> {
  /** Takes the marks of all pages. */
  record TakeMarks(ActorRef<Marks> replyTo) implements Own {}

  /** The marks: bit {@code i % 64} of word {@code i / 64} is page {@code i}. */
  record Marks(Longs words) {}

  /** Asks what the pages are like. */
  record Survey(ActorRef<RamSurvey> replyTo) implements Own {}

  /** How many pages are looked at for a survey: some milliseconds' worth. */
  private static final int SURVEYED_PAGES = 4096;

  private final ComponentSection<RamSection> section;
  private final GuestMemory memory;

  private RamActor(ActorContext<ComponentMessage> context, GuestMemory memory, SectionForm form) {
    super(context);
    this.section = new ComponentSection<>(RamSection.class, 0, form);
    this.memory = memory;
  }

  static Behavior<ComponentMessage> create(GuestMemory memory, SectionForm form) {
    return Behaviors.setup(context -> new RamActor(context, memory, form));
  }

  @Override
  public Behavior<ComponentMessage> onMessage(ComponentMessage message) {
    switch (message) {
      case TakeMarks(var replyTo) ->
        replyTo.tell(new Marks(Longs.of(memory.dirty().testAndClear(0, memory.pages()))));
      case Survey(var replyTo) -> replyTo.tell(survey());
      case Save(var replyTo) -> replyTo.tell(save());
      case Load(var from, var replyTo) -> replyTo.tell(section.load(from, this::compare));
      case Stop(var replyTo) -> replyTo.tell(new Stopped(section.component()));
      case WriteProtect(var replyTo) -> replyTo.tell(new WriteProtected(section.component()));
      case AwaitPage(var page, var replyTo) -> {
        // Whoever brings it completes this, on a thread of its own.
        CompletionStage<Void> _ = memory.missing().want(page).thenAccept(came -> replyTo.tell(new PageCame(came)));
      }
      case Start _,Reset _ -> {
        // The pages are the guest's; neither moment changes them.
      }
      case Connect _,Read _,Write _,Value _,Raise _,Lower _,Receive _,Run _,Throttle _,CountWork _,Access _,Settle _,PageCame _,Own _ -> {
        return Behaviors.unhandled();
      }
    }
    return this;
  }

  /** What a machine is saved as has all of its pages: one that waits for some is not saved. */
  private SaveReply save() {
    long missing = memory.missing().count();
    return missing == 0
        ? section.saved(new RamSection(memory.base(), memory.bytes()))
        : new Refused(section.component(), new Refusal(Rule.INCONSISTENT, section.component().toString(), "all pages",
            missing + " that are yet to come").withWayOut("wait until they are here"));
  }

  private RamSurvey survey() {
    long step = Math.max(1, memory.pages() / SURVEYED_PAGES);
    long looked = 0;
    long zeroes = 0;
    for (long page = 0; page < memory.pages(); page += step) {
      looked++;
      zeroes += !memory.missing().contains(page) && memory.isZero(page) ? 1 : 0;
    }
    return new RamSurvey(memory.pages(), memory.pages() * zeroes / looked, memory.dirty().count());
  }

  private void compare(RamSection from) {
    if (from.base() != memory.base()) {
      throw new InconsistentState("base", Long.toString(memory.base()), Long.toString(from.base()));
    }
    if (from.bytes() != memory.bytes()) {
      throw new InconsistentState("bytes", Long.toString(memory.bytes()), Long.toString(from.bytes()));
    }
  }
}
