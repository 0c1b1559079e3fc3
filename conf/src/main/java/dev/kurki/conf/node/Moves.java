package dev.kurki.conf.node;

import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.DirtyPages;
import dev.kurki.actors.machine.MachineMessage.SurveyRam;
import dev.kurki.actors.machine.MachineMessage.TakeDirty;
import dev.kurki.actors.machine.RamSurvey;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.conf.node.NodeMessage.NotPlanned;
import dev.kurki.conf.node.NodeMessage.PlanReply;
import dev.kurki.conf.node.NodeMessage.Planned;
import dev.kurki.conf.node.PeerMessage.AskPreflight;
import dev.kurki.conf.node.PeerMessage.Introduction;
import dev.kurki.conf.node.PeerMessage.Preflight;
import dev.kurki.migration.control.Capability;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.source.Destination;
import dev.kurki.migration.source.MigrationParameters;
import dev.kurki.migration.source.MigrationReport;
import dev.kurki.migration.source.MoveEstimate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.pattern.Patterns;

/** What a node finds out before a move, as chains of answers that it waits for without blocking. */
final class Moves {
  /** For how long the guest's writes are counted. */
  private static final Duration COUNTING = Duration.ofMillis(500);

  private final ActorSystem<?> system;
  private final String node;
  private final NodeAbi abi;
  private final MigrationParameters parameters;
  private final PeerDirectory peers;
  /** Bytes a second of the last move to a node. */
  private final Map<String, Long> rates = new HashMap<>();
  /** How long a guest was stopped on the last move to a node beside its last pages, in ns. */
  private final Map<String, Long> switchovers = new HashMap<>();
  private long rehearsedSwitchover;

  /**
   * Moves from a node.
   *
   * @param node its name
   * @param abi what its build knows of saved state
   * @param peers who there is to move to
   */
  Moves(ActorSystem<?> system, String node, NodeAbi abi, MigrationParameters parameters,
      PeerDirectory peers) {
    this.system = system;
    this.node = node;
    this.abi = abi;
    this.parameters = parameters;
    this.peers = peers;
  }

  /** Why a machine cannot be moved there now, before anybody is asked; empty when it may. */
  Optional<String> obstacle(HostedMachine machine, String to) {
    if (machine.state() != MachineState.RUNNING) {
      return Optional.of(machine.busy());
    }
    if (to.equals(node)) {
      return Optional.of("machine " + machine.id() + " is on node " + node + " already");
    }
    return peers.named(to).isPresent()
        ? Optional.empty()
        : Optional.of("there is no node " + to + "; there are " + peers.names());
  }

  /** Where a source sends a machine. */
  Destination destination(String to) {
    return new Destination(to, target(to).offers(), switchover(to));
  }

  /**
   * What a move would come to. The guest's writes are counted for half a second; it does not notice, and a move that begins
   * meanwhile loses none, as its first round sends every page.
   */
  CompletionStage<PlanReply> plan(HostedMachine machine, String to) {
    Optional<String> obstacle = obstacle(machine, to);
    if (obstacle.isPresent()) {
      return CompletableFuture.completedFuture(new NotPlanned(obstacle.get()));
    }
    long start = System.nanoTime();
    CompletionStage<RamSurvey> survey = this.<DirtyPages>ask(machine, TakeDirty::new)
        .thenCompose(_ -> later())
        .thenCompose(_ -> this.<RamSurvey>ask(machine, SurveyRam::new));
    boolean isMeasured = rates.containsKey(to);
    long rate = rates.getOrDefault(to, limited(parameters.assumedBandwidth()));
    long switchover = switchover(to);
    return refusals(machine, target(to)).<RamSurvey, PlanReply>thenCombine(survey, (refusals, pages) -> {
      long dirtyPerSecond = (long) (pages.dirtyPages() * 1e9 / (System.nanoTime() - start));
      return new Planned(new MovePlan(machine.id().name(), node, to, refusals,
          MoveEstimate.of(pages.pages() - pages.zeroPages(), pages.zeroPages(), dirtyPerSecond, rate, parameters,
              switchover),
          isMeasured));
    }).exceptionally(_ -> new NotPlanned("node " + to + " does not answer; see kurki ps for who is there"));
  }

  /** Asks both ends whether a machine can be moved. The stage fails when the target does not answer. */
  private CompletionStage<List<Refusal>> refusals(HostedMachine machine, Introduction target) {
    List<Refusal> here = machine.unmigratable();
    return AskPattern
        .<PeerMessage, Preflight>ask(target.peer(),
            replyTo -> new AskPreflight(machine.description(abi), abi.blacklist(),
                Capability.words(parameters.capabilities()), replyTo),
            parameters.setupTimeout(),
            system.scheduler())
        .thenApply(there -> Stream.concat(here.stream(),
            there.refusals().stream().filter(refusal -> here.isEmpty() || refusal.rule() != Rule.UNMIGRATABLE))
            .toList());
  }

  private Introduction target(String name) {
    return peers.named(name).orElseThrow(() -> new IllegalStateException("there is no node " + name));
  }

  /** Learns from rehearsals how long a guest is stopped beside its last pages, in ns, where no move has shown it yet. */
  void rehearsed(long switchoverNanos) {
    rehearsedSwitchover = switchoverNanos;
  }

  /** Learns from a move how fast that node is reached. */
  void learn(MigrationReport report) {
    long bytes = report.pageBytes();
    long nanos = report.rounds().stream().mapToLong(round -> round.nanos()).sum();
    if (bytes > 0 && nanos > 0) {
      rates.put(report.target(), Math.max(1, (long) (bytes * 1e9 / nanos)));
    }
    switchovers.put(report.target(), report.switchoverNanos());
  }

  private long switchover(String to) {
    return switchovers.getOrDefault(to, rehearsedSwitchover);
  }

  private long limited(long bytesPerSecond) {
    return parameters.maxBandwidth() == 0 ? bytesPerSecond : Math.min(bytesPerSecond, parameters.maxBandwidth());
  }

  private CompletionStage<NotUsed> later() {
    return Patterns.after(COUNTING, system, () -> CompletableFuture.completedFuture(NotUsed.getInstance()));
  }

  private <R> CompletionStage<R> ask(HostedMachine machine,
      Function<ActorRef<R>, MachineMessage> question) {
    return AskPattern.ask(machine.machine(), question, parameters.handoverTimeout(), system.scheduler());
  }
}
