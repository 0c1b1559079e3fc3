package dev.kurki.conf.node;

import java.util.List;
import java.util.Optional;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachineMessage.Throttle;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.machine.Description;
import dev.kurki.conf.node.NodeMessage.Ended;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.file.BackgroundSnapshot;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Provenance;
import dev.kurki.migration.source.MachineToMove;
import dev.kurki.migration.source.MigrationEvent;
import dev.kurki.migration.source.SourceMessage;
import dev.kurki.migration.target.TargetActor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** One machine as its node knows it; part of the node actor's state. */
final class HostedMachine {
  private final MachineConfig config;
  private final MachinePlan plan;
  private final ActorRef<MachineMessage> machine;
  private final Provenance provenance;
  private final Consoles consoles = new Consoles();
  private MachineState state;
  private long epoch;
  private Optional<ActorRef<SourceMessage>> source = Optional.empty();
  private Optional<ActorRef<TargetActor.Message>> target = Optional.empty();
  private Optional<ActorRef<MigrationEvent>> watcher = Optional.empty();
  private Optional<Ended> ended = Optional.empty();
  private Optional<Departure> departure = Optional.empty();
  private boolean isWhole;
  private boolean runsAlready;
  private Optional<String> torn = Optional.empty();
  private Optional<String> stranded = Optional.empty();
  private Optional<BackgroundSnapshot> snapshot = Optional.empty();
  private final WorkSeries work = new WorkSeries();
  private Optional<ActorRef<WorkMeter.Message>> meter = Optional.empty();

  HostedMachine(MachineConfig config, MachinePlan plan, ActorRef<MachineMessage> machine, Provenance provenance,
      MachineState state, long epoch) {
    this.config = config;
    this.plan = plan;
    this.machine = machine;
    this.provenance = provenance;
    this.state = state;
    this.epoch = epoch;
  }

  MachineId id() {
    return config.id();
  }

  MachineConfig config() {
    return config;
  }

  MachinePlan plan() {
    return plan;
  }

  ActorRef<MachineMessage> machine() {
    return machine;
  }

  MachineState state() {
    return state;
  }

  /** For people. */
  String stateName() {
    return state.word();
  }

  /** What is said of it while something else is being done with it. */
  String busy() {
    return stranded.map(why -> "machine " + id() + " is paused, as the rest of its RAM cannot be read: " + why
        + "; stop it, and restore it from a whole file")
        .orElseGet(() -> "machine " + id() + " is " + stateName() + "; wait until it is running");
  }

  void become(MachineState next) {
    state = next;
  }

  /** It is this node's, and not whole yet. */
  void ownInPart(long under) {
    epoch = under;
    state = MachineState.POSTCOPY_ACTIVE;
  }

  /** Whether it runs here while pages are coming. */
  boolean isInPart() {
    return state == MachineState.POSTCOPY_ACTIVE || state == MachineState.POSTCOPY_PAUSED;
  }

  void own(long under) {
    epoch = under;
    work.begin();
    meter.ifPresent(by -> by.tell(new WorkMeter.Begin()));
    target = Optional.empty();
    state = MachineState.RUNNING;
  }

  /** What it works while it runs here. */
  WorkSeries work() {
    return work;
  }

  void measureBy(ActorRef<WorkMeter.Message> by) {
    meter = Optional.of(by);
  }

  Optional<ActorRef<SourceMessage>> source() {
    return source;
  }

  /** Who takes it, while it is coming. */
  Optional<ActorRef<TargetActor.Message>> target() {
    return target;
  }

  void comeBy(ActorRef<TargetActor.Message> by) {
    target = Optional.of(by);
  }

  /** All of it has come, and the source's decision is waited for. */
  void becomeWhole() {
    isWhole = true;
  }

  /** Whether what has come is all of it. */
  boolean isWhole() {
    return isWhole;
  }

  /** Whoever moved it has failed: only an operator can know whose it is. */
  void orphan() {
    source = Optional.empty();
    target = Optional.empty();
  }

  /** Pages of the copy here are gone: it is not whole. */
  void cannotRunHere(String why) {
    torn = Optional.of(why);
  }

  /** Why the copy here cannot be run, if it cannot. */
  Optional<String> torn() {
    return torn;
  }

  /** It is this node's again after it was handed over, and its harts go on. */
  void takeBack(ActorSystem<?> system) {
    own(epoch + 2);
    runOn(system);
  }

  /** It is this node's though its source has not decided, and its harts go on. */
  void takeOver(ActorSystem<?> system) {
    own(epoch + 1);
    runOn(system);
  }

  Optional<ActorRef<MigrationEvent>> watcher() {
    return watcher;
  }

  /** The node that it is moved to. */
  String destination() {
    return departure.map(Departure::to).orElse("");
  }

  /** How it is being moved away, or was to be the last time. */
  Optional<Departure> departure() {
    return departure;
  }

  /** What is to be told of its end once it is not being moved any more. */
  Optional<Ended> endedMeanwhile() {
    return ended;
  }

  void endLater(Ended how) {
    ended = Optional.of(how);
  }

  void move(Departure how, ActorRef<SourceMessage> by, ActorRef<MigrationEvent> watchedBy) {
    departure = Optional.of(how);
    source = Optional.of(by);
    watcher = Optional.of(watchedBy);
    state = MachineState.MOVING;
  }

  /** It is neither moved nor saved, and is the guest's here. */
  void stay() {
    source = Optional.empty();
    watcher = Optional.empty();
    snapshot = Optional.empty();
    state = MachineState.RUNNING;
  }

  /** It runs on while it is saved. */
  void saveInBackground(BackgroundSnapshot by) {
    snapshot = Optional.of(by);
  }

  /** What saves it while it runs, if something does. */
  Optional<BackgroundSnapshot> snapshot() {
    return snapshot;
  }

  /** It is the guest's, and its harts go on as they can. */
  void runOn(ActorSystem<?> system) {
    stay();
    machine.tell(new Throttle(0));
    machine.tell(new Resume(system.ignoreRef()));
  }

  /** Its harts go on before all of its RAM has come. */
  void runBeforeItIsRestored(ActorSystem<?> system) {
    runsAlready = true;
    machine.tell(new Resume(system.ignoreRef()));
  }

  /** Its harts stop, and do not go on; whoever looks at its console is told why. */
  void strand(String why, ActorSystem<?> system) {
    stranded = Optional.of(why);
    state = MachineState.STRANDED;
    machine.tell(new Pause(system.ignoreRef()));
    consoles.show(Bytes.utf8("\r\nkurki: " + busy() + "\r\n"));
  }

  /** Whether its operator can end it now. */
  boolean canBeStopped() {
    return state == MachineState.RUNNING || state == MachineState.STRANDED
        || (state == MachineState.RESTORING && runsAlready);
  }

  /** As it is moved by a node of that build. */
  MachineToMove toMove(NodeAbi abi, ActorSystem<?> system) {
    return new MachineToMove(description(abi), abi.blacklist(), epoch, machine, plan.memory(), true, unmigratable(),
        hints(system)::tell);
  }

  /** What its vCPUs say to those of the same machine elsewhere. */
  HotCodeHints hints(ActorSystem<?> system) {
    return new HotCodeHints(system, machine, config.harts());
  }

  /** As a node of that build describes it. */
  MachineDescription description(NodeAbi abi) {
    return Description.of(config, plan, provenance, abi);
  }

  /** Why it can be neither saved nor moved, component by component; empty where it can. */
  List<Refusal> unmigratable() {
    return plan.unmigratable().entrySet().stream().map(component -> new Refusal(Rule.UNMIGRATABLE, id().name(),
        component.getKey().toString(), "a component that can be saved", component.getValue(),
        Rule.UNMIGRATABLE.wayOut()))
        .toList();
  }

  /** Whether it can be written to a file now. */
  boolean canBeSaved() {
    return state == MachineState.RUNNING && unmigratable().isEmpty();
  }

  MachineEntry entry(String node) {
    return new MachineEntry(id().name(), config.type().name(), node, stateName(),
        config.harts(), config.memoryBytes(), epoch);
  }

  /** Those who look at its console. */
  Consoles consoles() {
    return consoles;
  }
}
