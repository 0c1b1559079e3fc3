package dev.kurki.conf.node;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.LoadSections;
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
import dev.kurki.conf.node.HostedMachine.State;
import dev.kurki.conf.node.NodeMessage.CancelMigration;
import dev.kurki.conf.node.NodeMessage.Done;
import dev.kurki.conf.node.NodeMessage.Ended;
import dev.kurki.conf.node.NodeMessage.Own;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.conf.node.NodeMessage.Save;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.policy.Blacklist;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.file.BackgroundSnapshot;
import dev.kurki.migration.file.FileParameters;
import dev.kurki.migration.file.SnapshotFile;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Saves a node's machines to files and fills machines from files, as chains of answers that the node waits for without
 * blocking; part of the node actor's state.
 */
final class Snapshots {
  /** What the node tells itself of a file. */
  sealed interface Step extends Own {}

  private record Saved(Save save, boolean runsOn, String how, Optional<String> problem) implements Step {}

  private record Restored(MachineId machine, Optional<String> problem, ActorRef<Reply> replyTo) implements Step {}

  private static final double NANOS_PER_MILLI = 1e6;

  private final ActorContext<NodeMessage> context;
  private final ActorSystem<?> system;
  private final String node;
  private final NodeAbi abi;
  private final HostedMachines machines;
  private final Duration timeout;
  /** Those that run on while they are saved. */
  private final Map<MachineId, BackgroundSnapshot> inBackground = new HashMap<>();

  /**
   * Snapshots on a node.
   *
   * @param node its name
   */
  Snapshots(ActorContext<NodeMessage> context, String node, NodeAbi abi, HostedMachines machines) {
    this.context = context;
    this.system = context.getSystem();
    this.node = node;
    this.abi = abi;
    this.machines = machines;
    this.timeout = system.settings().config().getDuration("kurki.migration.handover-timeout");
  }

  void take(Step step) {
    switch (step) {
      case Saved saved -> saved(saved);
      case Restored restored -> restored(restored);
    }
  }

  /** Saves a machine that runs; it runs on, or ends, when the file is whole. */
  void save(Save save) {
    FileParameters parameters;
    try {
      parameters = Wishes.ofFile(system.settings().config().getConfig("kurki.migration"), save.parameters());
    } catch (BadInput e) {
      save.replyTo().tell(new Rejected(e.line(), Optional.empty()));
      return;
    }
    machines.find(save.machine()).filter(HostedMachine::canBeSaved).ifPresentOrElse(machine -> {
      machine.become(State.SAVING);
      boolean runsOn = save.keep() || parameters.backgroundSnapshot();
      context.pipeToSelf(write(machine, save.file(), parameters), (how, problem) -> problem == null
          ? new Saved(save, runsOn, how, Optional.empty())
          : new Saved(save, true, "", Optional.of(reason(save.file(), problem))));
    }, () -> machines.answer(save.machine(), save.replyTo(), machine -> new Rejected(machine.unmigratable().stream()
        .findFirst().map(Refusal::sentence).orElseGet(machine::busy), Optional.empty())));
  }

  /** Gives the save of a machine up that runs meanwhile; says no where there is none. */
  boolean cancel(CancelMigration cancel) {
    BackgroundSnapshot snapshot = inBackground.get(cancel.machine());
    if (snapshot == null) {
      return false;
    }
    snapshot.cancel();
    cancel.replyTo().tell(new Done("the save of machine " + cancel.machine() + " is being cancelled"));
    return true;
  }

  /** Fills a machine that was built for a file; it runs when it is whole, or ends. */
  void restore(HostedMachine machine, Path file, ActorRef<Reply> replyTo) {
    context.pipeToSelf(read(machine, file), (_, problem) -> new Restored(machine.id(),
        Optional.ofNullable(problem).map(cause -> reason(file, cause)), replyTo));
  }

  private void saved(Saved saved) {
    Save save = saved.save();
    inBackground.remove(save.machine());
    machines.answer(save.machine(), save.replyTo(), machine -> {
      machine.endedMeanwhile().ifPresentOrElse(ended -> machines.end(machine, ended), () -> {
        if (saved.runsOn()) {
          machine.runOn(system);
        } else {
          machines.end(machine, new Ended(0, "the machine is saved to " + save.file()));
        }
      });
      return saved.problem().<Reply>map(problem -> {
        context.getLog().warn("machine {} is not saved: {}", save.machine(), problem);
        return new Rejected("machine " + save.machine() + " is not saved: " + problem, Optional.empty());
      }).orElseGet(() -> new Done("machine " + save.machine() + " is saved to " + save.file() + ", " + saved.how()));
    });
  }

  private void restored(Restored restored) {
    machines.answer(restored.machine(), restored.replyTo(), machine -> {
      if (restored.problem().isPresent()) {
        machines.end(machine, new Ended(1, "the machine was not restored"));
        return new Rejected(restored.problem().get(), Optional.empty());
      }
      machine.runOn(system);
      return new Done("machine " + machine.id() + " runs on node " + node);
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
    inBackground.put(machine.id(), snapshot);
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

  /** Reads a file into the machine that was built for it; it stays paused. */
  private CompletionStage<NotUsed> read(HostedMachine machine, Path file) {
    MachineDescription description = machine.description(abi);
    return new SnapshotFile(system, file).read(machine.plan().memory())
        .thenCompose(sections -> {
          Blacklist.check(abi.blacklist(), description.provenance(), description.machineType(), sections).stream()
              .findFirst().ifPresent(refusal -> {
                throw new BadInput(refusal.of(description.machine().name()).sentence());
              });
          return this.<SectionsReply>ask(machine.machine(), replyTo -> new LoadSections(sections, replyTo));
        })
        .thenApply(reply -> switch (reply) {
          case SectionsLoaded _ -> NotUsed.getInstance();
          case SectionsRefused(var refusal) -> throw new BadInput(refusal.sentence());
          case SectionsSaved _ -> throw new IllegalStateException("a load was answered like a save");
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
