package dev.kurki.migration.source;

import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.CountWork;
import dev.kurki.actors.machine.MachineMessage.WorkDone;
import dev.kurki.actors.machine.MachineMessage.DirtyPages;
import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.machine.MachineMessage.Paused;
import dev.kurki.actors.machine.MachineMessage.SaveSections;
import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.TakeDirty;
import dev.kurki.actors.section.Longs;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;

/**
 * The machine that is moved, as its source asks it; each answer fails when it does not come in time.
 *
 * @param system what is asked within
 * @param machine its supervisor
 * @param timeout how long it may take to answer
 */
record MovingGuest(ActorSystem<?> system, ActorRef<MachineMessage> machine, Duration timeout) {
  /**
   * A guest that stands.
   *
   * @param dirty the pages that have changed since marks were taken before
   * @param sections the state of all else
   */
  record Halted(Longs dirty, SectionsReply sections) {}

  /** Takes the marks of the pages that have changed. */
  CompletionStage<Longs> takeDirty() {
    return this.<DirtyPages>ask(TakeDirty::new).thenApply(DirtyPages::words);
  }

  /** Stops it, and takes what it is. */
  CompletionStage<Halted> halt() {
    return this.<Paused>ask(Pause::new).thenCompose(_ -> takeDirty()).thenCompose(
        dirty -> this.<SectionsReply>ask(SaveSections::new).thenApply(sections -> new Halted(dirty, sections)));
  }

  /** Asks what its vCPUs have done up to now. */
  CompletionStage<WorkDone> countWork() {
    return this.<WorkDone>ask(CountWork::new);
  }

  private <R> CompletionStage<R> ask(Function<ActorRef<R>, MachineMessage> question) {
    return AskPattern.ask(machine, question, timeout, system.scheduler());
  }
}
