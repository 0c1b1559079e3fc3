package dev.kurki.actors.machine;

import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Load;
import dev.kurki.actors.component.ComponentMessage.LoadReply;
import dev.kurki.actors.component.ComponentMessage.Loaded;
import dev.kurki.actors.component.ComponentMessage.Refused;
import dev.kurki.actors.component.ComponentMessage.Save;
import dev.kurki.actors.component.ComponentMessage.SaveReply;
import dev.kurki.actors.component.ComponentMessage.Saved;
import dev.kurki.actors.component.ComponentMessage.Stop;
import dev.kurki.actors.component.ComponentMessage.Stopped;
import dev.kurki.actors.component.ComponentMessage.WorkCounted;
import dev.kurki.actors.component.ComponentMessage.WriteProtect;
import dev.kurki.actors.component.ComponentMessage.WriteProtected;
import dev.kurki.actors.machine.MachineMessage.Advance;
import dev.kurki.actors.machine.MachineMessage.SectionsLoaded;
import dev.kurki.actors.machine.MachineMessage.SectionsRefused;
import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.SectionsSaved;
import dev.kurki.actors.machine.MachineMessage.WorkDone;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;

/**
 * A machine's components as one: each method asks them in the order that the machine needs and is done when all have
 * answered. A component that does not answer in time fails the stage, which names it.
 */
final class ComponentGroup {
  private final Map<ComponentId, ActorRef<ComponentMessage>> vcpus;
  private final Map<ComponentId, ActorRef<ComponentMessage>> others;
  private final Map<ComponentId, ActorRef<ComponentMessage>> turns;
  private final ActorRef<ComponentMessage> ram;
  private final Duration timeout;
  private final Scheduler scheduler;

  /**
   * A group.
   *
   * @param vcpus the vCPUs
   * @param others RAM, clock and devices, each before those whose wires end at it
   * @param turns the one who hands out turns, where time passes by instructions; else empty
   * @param ram the one of {@code others} that is guest RAM
   * @param timeout how long a component may take to answer
   */
  ComponentGroup(Map<ComponentId, ActorRef<ComponentMessage>> vcpus,
      Map<ComponentId, ActorRef<ComponentMessage>> others, Map<ComponentId, ActorRef<ComponentMessage>> turns,
      ActorRef<ComponentMessage> ram, Duration timeout, Scheduler scheduler) {
    this.vcpus = new LinkedHashMap<>(vcpus);
    this.others = new LinkedHashMap<>(others);
    this.turns = new LinkedHashMap<>(turns);
    this.ram = ram;
    this.timeout = timeout;
    this.scheduler = scheduler;
  }

  /**
   * Stops who hands out turns, then the vCPUs, then each device before those its lines end at, so that nothing is left on
   * its way.
   */
  CompletionStage<Void> stop() {
    CompletionStage<Void> all = stopAll(turns).thenCompose(_ -> stopAll(vcpus));
    for (var other : new ArrayList<>(others.entrySet()).reversed()) {
      all = all.thenCompose(_ -> this.<Stopped>ask(other, Stop::new)).thenApply(_ -> null);
    }
    return all;
  }

  private CompletionStage<Void> stopAll(Map<ComponentId, ActorRef<ComponentMessage>> components) {
    return CompletableFuture.allOf(components.entrySet().stream()
        .map(component -> this.<Stopped>ask(component, Stop::new).toCompletableFuture())
        .toArray(CompletableFuture<?>[]::new));
  }

  /** Collects the sections of all, devices first. */
  CompletionStage<SectionsReply> save() {
    CompletionStage<SectionsReply> all = CompletableFuture.completedFuture(new SectionsSaved(List.of()));
    for (var component : everyone()) {
      all = all.thenCompose(soFar -> switch (soFar) {
        case SectionsSaved(var sections) -> this.<SaveReply>ask(component, Save::new).thenApply(reply -> switch (reply) {
          case Saved(_, var section) -> new SectionsSaved(append(sections, section));
          case Refused(_, var refusal) -> new SectionsRefused(refusal);
        });
        case SectionsRefused _, SectionsLoaded _ -> CompletableFuture.completedFuture(soFar);
      });
    }
    return all;
  }

  /**
   * Gives every component its section; one too many or too few is refused before any is loaded. A component is loaded after
   * those that its lines end at: a device drives its lines anew when it has loaded, for the time may have come meanwhile
   * for an alarm that had not rung yet at the source, and that level is to stand, not the one in the receiver's section.
   */
  CompletionStage<SectionsReply> load(List<Section> sections) {
    Map<ComponentId, Section> byComponent = new LinkedHashMap<>();
    for (Section section : sections) {
      ComponentId id = ComponentId.of(section);
      if (!vcpus.containsKey(id) && !others.containsKey(id) && !turns.containsKey(id)) {
        return refused(Rule.UNKNOWN_SECTION, section.name(), "a component of this machine", "none of that name");
      }
      if (byComponent.put(id, section) != null) {
        return refused(Rule.REPEATED_FIELD, section.name(), "one section for each component", "two");
      }
    }
    for (var component : everyone()) {
      if (!byComponent.containsKey(component.getKey())) {
        return refused(Rule.MISSING_SECTION, component.getKey().toString(), "a section", "none");
      }
    }
    return loadEach(byComponent);
  }

  private CompletionStage<SectionsReply> loadEach(Map<ComponentId, Section> sections) {
    CompletionStage<SectionsReply> all = CompletableFuture.completedFuture(new SectionsLoaded());
    for (var component : receiversFirst()) {
      Section section = Objects.requireNonNull(sections.get(component.getKey()));
      all = all.thenCompose(soFar -> soFar instanceof SectionsRefused
          ? CompletableFuture.completedFuture(soFar)
          : this.<LoadReply>ask(component, replyTo -> new Load(section, replyTo)).thenApply(reply -> switch (reply) {
            case Loaded _ -> soFar;
            case Refused(_, var refusal) -> new SectionsRefused(refusal);
          }));
    }
    return all;
  }

  /**
   * Takes the dirty marks, then has everyone forget the translations they write through. In that order a write that slips
   * in between is read with the page, and every later one marks the page anew.
   */
  CompletionStage<Longs> takeDirty() {
    return AskPattern.ask(ram, RamActor.TakeMarks::new, timeout, scheduler)
        .thenCompose(marks -> writeProtect().thenApply(_ -> marks.words()));
  }

  /** Has everyone forget the translations they write through. */
  CompletionStage<Void> writeProtect() {
    return CompletableFuture.allOf(everyone().stream()
        .map(component -> this.<WriteProtected>ask(component, WriteProtect::new).toCompletableFuture())
        .toArray(CompletableFuture<?>[]::new));
  }

  /** Asks RAM what its pages are like; it answers whoever asks by itself. */
  void surveyRam(ActorRef<RamSurvey> replyTo) {
    ram.tell(new RamActor.Survey(replyTo));
  }

  /** Asks every vCPU what it has done; whoever asks hears of it when all have answered, and nothing when one does not. */
  void countWork(ActorRef<WorkDone> replyTo) {
    List<CompletableFuture<WorkCounted>> counts = vcpus.entrySet().stream()
        .map(vcpu -> this.<WorkCounted>ask(vcpu, ComponentMessage.CountWork::new).toCompletableFuture()).toList();
    CompletableFuture<Void> _ = CompletableFuture.allOf(counts.toArray(CompletableFuture<?>[]::new))
        .thenRun(() -> replyTo.tell(new WorkDone(counts.stream().map(CompletableFuture::join).toList())));
  }

  /** Tells every component, last the one who hands out turns. */
  void tell(ComponentMessage message) {
    everyone().forEach(component -> component.getValue().tell(message));
  }

  /** Tells every vCPU. */
  void tellVcpus(ComponentMessage message) {
    vcpus.values().forEach(vcpu -> vcpu.tell(message));
  }

  /** Tells the one who hands out turns, if there is one, how far the machine may go. */
  void advance(Advance advance) {
    turns.values().forEach(each -> each.tell(new RoundRobinActor.Allow(advance)));
  }

  /** Tells one vCPU, by its number from 0, if there is one. */
  void tellVcpu(int number, ComponentMessage message) {
    vcpus.values().stream().skip(number).findFirst().ifPresent(vcpu -> vcpu.tell(message));
  }

  private List<Map.Entry<ComponentId, ActorRef<ComponentMessage>>> receiversFirst() {
    List<Map.Entry<ComponentId, ActorRef<ComponentMessage>>> all = new ArrayList<>(vcpus.entrySet());
    all.addAll(others.entrySet());
    all.addAll(turns.entrySet());
    return all;
  }

  private List<Map.Entry<ComponentId, ActorRef<ComponentMessage>>> everyone() {
    List<Map.Entry<ComponentId, ActorRef<ComponentMessage>>> all = new ArrayList<>(others.entrySet());
    all.addAll(vcpus.entrySet());
    all.addAll(turns.entrySet());
    return all;
  }

  private <R> CompletionStage<R> ask(Map.Entry<ComponentId, ActorRef<ComponentMessage>> component,
      Function<ActorRef<R>, ComponentMessage> question) {
    return AskPattern.<ComponentMessage, R>ask(component.getValue(), question, timeout, scheduler)
        .exceptionally(failure -> {
          throw new CompletionException(new TimeoutException(
              "component " + component.getKey() + " did not answer within " + timeout.toMillis() + " ms"));
        });
  }

  private static CompletionStage<SectionsReply> refused(Rule rule, String path, String expected, String actual) {
    return CompletableFuture.completedFuture(new SectionsRefused(new Refusal(rule, path, expected, actual)));
  }

  private static List<Section> append(List<Section> sections, Section section) {
    List<Section> more = new ArrayList<>(sections);
    more.add(section);
    return more;
  }
}
