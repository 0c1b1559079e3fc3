package dev.kurki.conf.node;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.machine.MachineMessage.Paused;
import dev.kurki.actors.machine.MachineMessage.SaveSections;
import dev.kurki.actors.machine.MachineMessage.SectionsLoaded;
import dev.kurki.actors.machine.MachineMessage.SectionsRefused;
import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.SectionsSaved;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.node.NodeMessage.CancelMigration;
import dev.kurki.conf.node.NodeMessage.Done;
import dev.kurki.conf.node.NodeMessage.Ended;
import dev.kurki.conf.node.NodeMessage.Own;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.conf.node.NodeMessage.Save;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.file.BackgroundSnapshot;
import dev.kurki.migration.file.FileParameters;
import dev.kurki.migration.file.SnapshotFile;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Saves a node's machines to files, as chains of answers that the node waits for without blocking; part of the node actor's
 * state.
 */
final class Snapshots {
  /**
   * A save has ended.
   *
   * @param machine what was saved
   * @param save what was asked
   * @param runsOn whether the machine runs on
   * @param how what to tell of it
   * @param problem what went wrong, if something did
   */
  record Saved(HostedMachine machine, Save save, boolean runsOn, String how, Optional<String> problem) implements Own {}

  private static final double NANOS_PER_MILLI = 1e6;

  private final ActorContext<NodeMessage> context;
  private final ActorSystem<?> system;
  private final NodeAbi abi;
  private final HostedMachines machines;
  private final Duration timeout;

  /** Snapshots on a node of that build. */
  Snapshots(ActorContext<NodeMessage> context, NodeAbi abi, HostedMachines machines) {
    this.context = context;
    this.system = context.getSystem();
    this.abi = abi;
    this.machines = machines;
    this.timeout = system.settings().config().getDuration("kurki.migration.handover-timeout");
  }

  /** Saves a machine that runs; it runs on, or ends, when the file is whole. */
  void save(Save save) {
    FileParameters parameters;
    try {
      parameters = Wishes.ofSave(system.settings().config(), save.parameters());
    } catch (BadInput e) {
      save.replyTo().tell(new Rejected(e.line(), Optional.empty()));
      return;
    }
    machines.find(save.machine()).filter(HostedMachine::canBeSaved).ifPresentOrElse(machine -> {
      machine.become(MachineState.SAVING);
      boolean runsOn = save.keep() || parameters.backgroundSnapshot();
      context.pipeToSelf(write(machine, save.file(), parameters), (how, problem) -> problem == null
          ? new Saved(machine, save, runsOn, how, Optional.empty())
          : new Saved(machine, save, true, "", Optional.of(reason(save.file(), problem))));
    }, () -> machines.answer(save.machine(), save.replyTo(), machine -> new Rejected(machine.unmigratable().stream()
        .findFirst().map(Refusal::sentence).orElseGet(machine::busy), Optional.empty())));
  }

  /** Gives the save of a machine up that runs meanwhile; says no where there is none. */
  boolean cancel(CancelMigration cancel) {
    Optional<BackgroundSnapshot> snapshot = machines.find(cancel.machine()).flatMap(HostedMachine::snapshot);
    snapshot.ifPresent(saving -> {
      saving.cancel();
      cancel.replyTo().tell(new Done("the save of machine " + cancel.machine() + " is being cancelled"));
    });
    return snapshot.isPresent();
  }

  /** Answers whoever has asked, and lets the machine run on or end. */
  void saved(Saved saved) {
    Save save = saved.save();
    machines.find(save.machine()).filter(saved.machine()::equals).ifPresent(machine -> goOn(machine, saved));
    save.replyTo().tell(saved.problem().<Reply>map(problem -> {
      context.getLog().warn("machine {} is not saved: {}", save.machine(), problem);
      return new Rejected("machine " + save.machine() + " is not saved: " + problem, Optional.empty());
    }).orElseGet(() -> new Done("machine " + save.machine() + " is saved to " + save.file() + ", " + saved.how())));
  }

  private void goOn(HostedMachine machine, Saved saved) {
    machine.endedMeanwhile().ifPresentOrElse(ended -> machines.end(machine, ended), () -> {
      if (saved.runsOn()) {
        machine.runOn(system);
      } else {
        machines.end(machine, new Ended(0, "the machine is saved to " + saved.save().file()));
      }
    });
  }

  private CompletionStage<String> write(HostedMachine machine, Path file, FileParameters parameters) {
    return parameters.backgroundSnapshot()
        ? writeInBackground(machine, file, parameters)
        : writePaused(machine, file, parameters.mappedRam()).thenApply(bytes -> bytes + " bytes");
  }

  private CompletionStage<String> writeInBackground(HostedMachine machine, Path file, FileParameters parameters) {
    BackgroundSnapshot snapshot = new BackgroundSnapshot(system, file, machine.machine(), machine.plan().memory(),
        parameters.backgroundCopies(), timeout);
    machine.saveInBackground(snapshot);
    return snapshot.save(machine.description(abi)).thenApply(saved -> String.format(Locale.ROOT,
        "%d bytes; its guest was stopped for %.1f ms, and then waited for %.3f ms at the longest before a write",
        saved.bytes(), saved.pauseNanos() / NANOS_PER_MILLI, saved.longestWaitNanos() / NANOS_PER_MILLI));
  }

  /** Pauses a machine and writes it; it stays paused. Answers how many bytes the file has. */
  private CompletionStage<Long> writePaused(HostedMachine machine, Path file, boolean isMapped) {
    SnapshotFile snapshot = new SnapshotFile(system, file);
    MachineDescription description = machine.description(abi);
    GuestMemory memory = machine.plan().memory();
    return this.<Paused>ask(machine.machine(), Pause::new)
        .thenCompose(_ -> this.<SectionsReply>ask(machine.machine(), SaveSections::new))
        .thenCompose(reply -> switch (reply) {
          case SectionsSaved(var sections) -> isMapped
              ? snapshot.writeMapped(description, memory, sections)
              : snapshot.write(description, memory, sections);
          case SectionsRefused(var refusal) -> throw new BadInput(refusal.sentence());
          case SectionsLoaded _ -> throw new IllegalStateException("a save was answered like a load");
        });
  }

  /** What went wrong with a file, for people. */
  static String reason(Path file, Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null && (cause instanceof CompletionException || cause instanceof UncheckedIOException
        || cause.getClass().getName().startsWith("org.apache.pekko"))) {
      cause = cause.getCause();
    }
    String what = cause instanceof NoSuchFileException
        ? "there is no such file or folder"
        : cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return file + ": " + what;
  }

  private <R> CompletionStage<R> ask(ActorRef<MachineMessage> machine,
      Function<ActorRef<R>, MachineMessage> question) {
    return AskPattern.ask(machine, question::apply, timeout, system.scheduler());
  }
}
