package dev.kurki.conf.node;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.LoadSections;
import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.machine.MachineMessage.Paused;
import dev.kurki.actors.machine.MachineMessage.SaveSections;
import dev.kurki.actors.machine.MachineMessage.SectionsLoaded;
import dev.kurki.actors.machine.MachineMessage.SectionsRefused;
import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.SectionsSaved;
import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.policy.Blacklist;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.file.SnapshotFile;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Saves machines to files and gets them back, as chains of answers that a node waits for without blocking. */
final class Snapshots {
  private final ActorSystem<?> system;
  private final NodeAbi abi;
  private final Duration timeout;

  Snapshots(ActorSystem<?> system, NodeAbi abi) {
    this.system = system;
    this.abi = abi;
    this.timeout = system.settings().config().getDuration("kurki.migration.handover-timeout");
  }

  /** Pauses a machine and writes it; it stays paused. Answers the file's size in bytes. */
  CompletionStage<Long> save(HostedMachine machine, Path file) {
    SnapshotFile snapshot = new SnapshotFile(system, file);
    return this.<Paused>ask(machine.machine(), Pause::new)
        .thenCompose(_ -> this.<SectionsReply>ask(machine.machine(), SaveSections::new))
        .thenCompose(reply -> switch (reply) {
          case SectionsSaved(var sections) ->
            snapshot.write(machine.description(abi), machine.plan().memory(), sections);
          case SectionsRefused(var refusal) -> throw new BadInput(refusal.sentence());
          case SectionsLoaded _ -> throw new IllegalStateException("a save was answered like a load");
        });
  }

  /** Reads a file into the machine that was built for it; it stays paused. */
  CompletionStage<Done> restore(HostedMachine machine, Path file) {
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
          case SectionsLoaded _ -> Done.getInstance();
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
