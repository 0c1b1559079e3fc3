package dev.kurki.conf.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.node.PeerMessage.Inventory;
import dev.kurki.migration.source.MigrationEvent;
import org.apache.pekko.actor.typed.ActorRef;

/** What a node is asked on behalf of its operator. */
public sealed interface NodeMessage {
  /**
   * Powers a machine on.
   *
   * @param machine its settings as HOCON
   */
  record Launch(String machine, ActorRef<Reply> replyTo) implements NodeMessage {}

  /** Asks what all nodes of the cluster host. */
  record ListMachines(ActorRef<Listing> replyTo) implements NodeMessage {}

  /** Asks which nodes there are, and which machine types each can take. */
  record ListNodes(ActorRef<NodeListing> replyTo) implements NodeMessage {}

  /**
   * Asks what moving a machine would come to, without touching it.
   *
   * @param to the target node's name
   */
  record Plan(MachineId machine, String to, ActorRef<PlanReply> replyTo) implements NodeMessage {}

  /**
   * Begins to move a machine.
   *
   * @param to the target node's name
   * @param parameters what is to be other than the node's file says, by the names of {@code kurki.migration}
   * @param watcher hears how it goes
   */
  record Migrate(MachineId machine, String to, Map<String, String> parameters, ActorRef<MigrationEvent> watcher,
      ActorRef<MigrateReply> replyTo) implements NodeMessage {
    /** Copies the parameters. */
    public Migrate {
      parameters = Map.copyOf(parameters);
    }
  }

  /** Gives a migration up that is not decided yet, or the save of a machine that runs meanwhile. */
  record CancelMigration(MachineId machine, ActorRef<Reply> replyTo) implements NodeMessage {}

  /** Lets a migration go on that waits before its guest is stopped. */
  record ContinueMigration(MachineId machine, ActorRef<Reply> replyTo) implements NodeMessage {}

  /**
   * Changes a migration that is under way.
   *
   * @param parameters what is to be otherwise from now on, by the names of {@code kurki.migration}
   */
  record ChangeMigration(MachineId machine, Map<String, String> parameters, ActorRef<Reply> replyTo)
      implements
        NodeMessage {
    /** Copies the parameters. */
    public ChangeMigration {
      parameters = Map.copyOf(parameters);
    }
  }

  /** Asks how far a machine's migration has come, or what came of the last from here. */
  record AskMigration(MachineId machine, ActorRef<MigrationReply> replyTo) implements NodeMessage {}
  /** Switches a machine that is being moved to post-copy. */
  record StartPostcopy(MachineId machine, ActorRef<Reply> replyTo) implements NodeMessage {}

  /** Has the connections made anew of a machine that has left in post-copy. */
  record RecoverMigration(MachineId machine, ActorRef<Reply> replyTo) implements NodeMessage {}

  /** Asks what a guest has worked here in the last minute. */
  record AskWork(MachineId machine, ActorRef<WorkReply> replyTo) implements NodeMessage {}

  /**
   * Has a copy run here whose migration cannot be ended, as the other node is gone. Whoever asks vouches that it is dead.
   *
   * @param machine the machine
   */
  record ResumeHere(MachineId machine, ActorRef<Reply> replyTo) implements NodeMessage {}

  /**
   * Throws a copy away whose migration cannot be ended, as the other node is gone. Whoever asks vouches that the machine is
   * there.
   *
   * @param machine the machine
   */
  record DiscardHere(MachineId machine, ActorRef<Reply> replyTo) implements NodeMessage {}

  /**
   * Saves a machine to a file.
   *
   * @param keep whether it runs on; else it ends when the file is whole, unless it has been saved while it ran
   * @param parameters what is to be other than the node's file says, by the names of {@code kurki.migration.file}
   */
  record Save(MachineId machine, Path file, boolean keep, Map<String, String> parameters, ActorRef<Reply> replyTo)
      implements
        NodeMessage {
    /** Copies the parameters. */
    public Save {
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * Lets a saved machine run on here.
   *
   * @param parameters what is to be other than the node's file says, by the names of {@code kurki.migration.file}
   */
  record Restore(Path file, Map<String, String> parameters, ActorRef<Reply> replyTo) implements NodeMessage {
    /** Copies the parameters. */
    public Restore {
      parameters = Map.copyOf(parameters);
    }
  }

  /** Ends a machine without a word to its guest. */
  record StopMachine(MachineId machine, ActorRef<Reply> replyTo) implements NodeMessage {}

  /** Asks whether a machine is here. */
  record Locate(MachineId machine, ActorRef<Reply> replyTo) implements NodeMessage {}

  /** Lets someone see a console from now on, after the last of what it showed before. */
  record Attach(MachineId machine, ActorRef<ConsoleEvent> console, ActorRef<Reply> replyTo) implements NodeMessage {}

  /** Someone does not look at a console any more. */
  record Detach(MachineId machine, ActorRef<ConsoleEvent> console) implements NodeMessage {}

  /** Someone typed. */
  record Typed(MachineId machine, Bytes data) implements NodeMessage {}

  /**
   * Tells the node what its rehearsals have shown.
   *
   * @param switchoverNanos how long a guest is stopped beside its last pages, in ns
   */
  record Rehearsed(long switchoverNanos) implements NodeMessage {}

  /** What requests are answered with. */
  sealed interface Reply {}

  /** It is done, or begun. */
  record Done(String what) implements Reply {}

  /**
   * It is not done.
   *
   * @param reason one line for people
   * @param elsewhere where commands reach the node that has the machine, if another has it
   */
  record Rejected(String reason, Optional<String> elsewhere) implements Reply, MigrateReply {}

  /** Answers {@link Migrate}. */
  sealed interface MigrateReply {}

  /**
   * The machine is offered to its target.
   *
   * @param targetUrl where commands reach the target
   */
  record Begun(String targetUrl) implements MigrateReply {}

  /** Answers {@link ListMachines}: nodes that answered in time. */
  record Listing(List<Inventory> nodes) {
    /** Copies the list. */
    public Listing {
      nodes = List.copyOf(nodes);
    }
  }

  /** Answers {@link ListNodes}. */
  record NodeListing(List<NodeEntry> nodes) {
    /** Copies the list. */
    public NodeListing {
      nodes = List.copyOf(nodes);
    }
  }

  /** Answers {@link Plan}. */
  sealed interface PlanReply {}

  /** The plan. */
  record Planned(MovePlan plan) implements PlanReply {}

  /**
   * There is nothing to plan.
   *
   * @param reason one line for people
   */
  record NotPlanned(String reason) implements PlanReply {}

  /** Answers {@link AskMigration}. */
  sealed interface MigrationReply {}

  /** How far it has come. */
  record Migrating(String to, MigrationEvent last) implements MigrationReply {}

  /** The machine is here, and has not been moved from here. */
  record NotMigrating() implements MigrationReply {}

  /**
   * The machine is not here.
   *
   * @param reason one line for people
   */
  record NotHere(String reason) implements MigrationReply, WorkReply {}

  /** Answers {@link AskWork}. */
  sealed interface WorkReply {}

  /**
   * What it has worked since it runs here, the last minute of it.
   *
   * @param slots instructions for each 100 ms
   * @param startedNanos each vCPU's guest time in ns when it began to execute here, in their order
   */
  record Worked(List<Long> slots, List<Long> startedNanos) implements WorkReply {
    /** Copies the lists. */
    public Worked {
      slots = List.copyOf(slots);
      startedNanos = List.copyOf(startedNanos);
    }
  }

  /** What those hear who look at a console. */
  sealed interface ConsoleEvent {}

  /** The guest has transmitted. */
  record Output(Bytes data) implements ConsoleEvent {}

  /** The machine runs on another node, and its console with it. */
  record Moved(String node, String adminUrl) implements ConsoleEvent {}

  /** The machine has ended. */
  record Ended(int status, String reason) implements ConsoleEvent {}

  /** What a node tells itself. */
  non-sealed interface Own extends NodeMessage {}
}
