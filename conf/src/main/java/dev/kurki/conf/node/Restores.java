package dev.kurki.conf.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.LoadSections;
import dev.kurki.actors.machine.MachineMessage.SectionsLoaded;
import dev.kurki.actors.machine.MachineMessage.SectionsRefused;
import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.SectionsSaved;
import dev.kurki.actors.section.Section;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.node.NodeMessage.Done;
import dev.kurki.conf.node.NodeMessage.Ended;
import dev.kurki.conf.node.NodeMessage.Own;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.file.LazyRestore;
import dev.kurki.migration.file.LazyRestore.Filled;
import dev.kurki.migration.file.SnapshotFile;
import dev.kurki.migration.policy.Blacklist;
import dev.kurki.migration.policy.NodeAbi;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Fills machines from files, before they run or while they do, as chains of answers that the node waits for without blocking; part
 * of the node actor's state.
 */
final class Restores {
  /** What the node tells itself of a file that is read. */
  sealed interface Step extends Own {}

  /** The machine can run, or not; the rest of its RAM, if that is not read yet. */
  private record Ready(HostedMachine machine, Path file, Optional<LazyRestore> rest, Optional<String> problem,
      ActorRef<Reply> replyTo) implements Step {}

  /** All of its RAM is there, or some of it does not come. */
  private record Whole(HostedMachine machine, Optional<Filled> filled, String problem) implements Step {}

  private final ActorContext<NodeMessage> context;
  private final ActorSystem<?> system;
  private final String node;
  private final NodeAbi abi;
  private final HostedMachines machines;
  private final Duration timeout;

  /**
   * Restores on a node.
   *
   * @param node its name
   */
  Restores(ActorContext<NodeMessage> context, String node, NodeAbi abi, HostedMachines machines) {
    this.context = context;
    this.system = context.getSystem();
    this.node = node;
    this.abi = abi;
    this.machines = machines;
    this.timeout = system.settings().config().getDuration("kurki.migration.handover-timeout");
  }

  void take(Step step) {
    switch (step) {
      case Ready ready -> ready(ready);
      case Whole whole -> whole(whole);
    }
  }

  /**
   * Fills a machine that was built for a file; it runs when it can, or ends.
   *
   * @param isLazy whether it is to run before its RAM is read, where the file allows that
   */
  void restore(HostedMachine machine, Path file, boolean isLazy, ActorRef<Reply> replyTo) {
    SnapshotFile snapshot = new SnapshotFile(system, file);
    CompletionStage<Boolean> runsFirst = isLazy ? snapshot.isMapped() : CompletableFuture.completedFuture(false);
    context.pipeToSelf(runsFirst.thenCompose(first -> first ? readSections(machine, file) : readAll(machine, snapshot)),
        (rest, problem) -> problem == null
            ? new Ready(machine, file, rest, Optional.empty(), replyTo)
            : new Ready(machine, file, Optional.empty(), Optional.of(Snapshots.reason(file, problem)), replyTo));
  }

  private void ready(Ready ready) {
    HostedMachine machine = ready.machine();
    if (machines.find(machine.id()).filter(machine::equals).isEmpty()) {
      ready.rest().ifPresent(LazyRestore::close);
      ready.replyTo().tell(new Rejected("machine " + machine.id() + " has ended meanwhile", Optional.empty()));
    } else if (ready.problem().isPresent()) {
      machines.end(machine, new Ended(1, "the machine was not restored"));
      ready.replyTo().tell(new Rejected(ready.problem().get(), Optional.empty()));
    } else {
      run(machine, ready);
    }
  }

  private void run(HostedMachine machine, Ready ready) {
    String done = "machine " + machine.id() + " runs on node " + node;
    ready.rest().ifPresentOrElse(rest -> {
      machine.runBeforeItIsRestored(system);
      context.pipeToSelf(rest.fill(), (filled, problem) -> problem == null
          ? new Whole(machine, Optional.of(filled), "")
          : new Whole(machine, Optional.empty(), Snapshots.reason(ready.file(), problem)));
      ready.replyTo().tell(new Done(done + ", and its RAM is being read from " + ready.file()));
    }, () -> {
      machine.runOn(system);
      ready.replyTo().tell(new Done(done));
    });
  }

  private void whole(Whole whole) {
    machines.find(whole.machine().id()).filter(whole.machine()::equals)
        .ifPresent(machine -> whole.filled().ifPresentOrElse(filled -> {
          context.getLog()
              .info("machine {} has all of its RAM: {} pages in {} ms; its guest has waited for {} of them, {} ms at "
                  + "the longest", machine.id(), filled.pages(), filled.nanos() / 1_000_000, filled.waits(),
                  filled.longestWaitNanos() / 1_000_000);
          machine.stay();
        }, () -> {
          context.getLog().error("machine {} is paused, as the rest of its RAM cannot be read: {}", machine.id(),
              whole.problem());
          machine.strand(whole.problem(), system);
        }));
  }

  private CompletionStage<Optional<LazyRestore>> readAll(HostedMachine machine, SnapshotFile file) {
    return file.read(machine.plan().memory()).thenCompose(sections -> load(machine, sections))
        .thenApply(_ -> Optional.empty());
  }

  private CompletionStage<Optional<LazyRestore>> readSections(HostedMachine machine, Path file) {
    return LazyRestore.open(system, file, machine.plan().memory()).thenCompose(rest -> {
      rest.expect();
      return load(machine, rest.sections()).thenApply(_ -> Optional.of(rest)).whenComplete((_, problem) -> {
        if (problem != null) {
          rest.close();
        }
      });
    });
  }

  private CompletionStage<NotUsed> load(HostedMachine machine, List<Section> sections) {
    MachineDescription description = machine.description(abi);
    Blacklist.check(abi.blacklist(), description.provenance(), description.machineType(), sections).stream().findFirst()
        .ifPresent(refusal -> {
          throw new BadInput(refusal.of(description.machine().name()).sentence());
        });
    return AskPattern.<MachineMessage, SectionsReply>ask(machine.machine(),
        replyTo -> new LoadSections(sections, replyTo), timeout, system.scheduler()).thenApply(reply -> switch (reply) {
          case SectionsLoaded _ -> NotUsed.getInstance();
          case SectionsRefused(var refusal) -> throw new BadInput(refusal.sentence());
          case SectionsSaved _ -> throw new IllegalStateException("a load was answered like a save");
        });
  }
}
