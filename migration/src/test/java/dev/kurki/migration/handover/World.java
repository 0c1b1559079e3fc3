package dev.kurki.migration.handover;

import dev.kurki.migration.control.FromSource;
import dev.kurki.migration.control.FromSource.Abort;
import dev.kurki.migration.control.FromSource.Commit;
import dev.kurki.migration.control.FromTarget;
import dev.kurki.migration.control.FromTarget.Running;
import java.util.List;

/**
 * Two nodes, the copies of one machine on them, and the network and the stream between them. It does what the two machines of
 * the protocol say, and notes the first rule that they break. A node that dies takes its copy with it; an actor that has ended
 * hears nothing more.
 */
final class World {
  /** What there is of the machine on a node. */
  enum Copy {
    PARTIAL,
    PAUSED,
    STARTING,
    RUNNING,
    NONE
  }

  /** What the source has decided. */
  enum Decision {
    OPEN,
    COMMIT,
    ABORT
  }

  private static final List<SourceHandover.State> SOURCE_STATES = List.of(new SourceHandover.State.Active(),
      new SourceHandover.State.Device(), new SourceHandover.State.Committed(false),
      new SourceHandover.State.Committed(true), new SourceHandover.State.Aborted((Abort) Word.ABORT.message()),
      new SourceHandover.State.Postcopy(false, false), new SourceHandover.State.Postcopy(true, false),
      new SourceHandover.State.Postcopy(false, true), new SourceHandover.State.Postcopy(true, true),
      new SourceHandover.State.Ended());
  private static final List<TargetHandover.State> TARGET_STATES = List.of(new TargetHandover.State.Listening(),
      new TargetHandover.State.Loading(), new TargetHandover.State.Prepared(false, false),
      new TargetHandover.State.Prepared(false, true), new TargetHandover.State.Prepared(true, false),
      new TargetHandover.State.Prepared(true, true), new TargetHandover.State.Resuming(false, false),
      new TargetHandover.State.Resuming(false, true), new TargetHandover.State.Resuming(true, false),
      new TargetHandover.State.Resuming(true, true), new TargetHandover.State.Postcopy(false),
      new TargetHandover.State.Postcopy(true), new TargetHandover.State.Running(), new TargetHandover.State.GivenUp(),
      new TargetHandover.State.Ended());

  private final Protocol protocol;

  SourceHandover.State source = SOURCE_STATES.getFirst();
  Copy sourceCopy = Copy.RUNNING;
  long sourceEpoch = Protocol.EPOCH;
  boolean sourceAlive = true;
  boolean sourceWatches = true;
  boolean sourceSawBreak;
  boolean stopping;
  boolean sent;
  /** Whether pages are to come after the switch: what there is of the target's copy is of no use without the source's. */
  boolean inPart;
  /** Whether pages of the source's copy are gone: it is not whole any more. */
  boolean released;

  TargetHandover.State target = TARGET_STATES.getFirst();
  Copy targetCopy = Copy.PARTIAL;
  boolean targetAlive = true;
  boolean targetWatches = true;
  boolean targetSawBreak;
  boolean targetRan;
  boolean lostCopy;

  boolean broken;
  int network;
  Decision decision = Decision.OPEN;
  long highestEpoch = Protocol.EPOCH;
  boolean suspected;
  String violation = "";

  World(Protocol protocol) {
    this.protocol = protocol;
  }

  World(World other) {
    protocol = other.protocol;
    source = other.source;
    sourceCopy = other.sourceCopy;
    sourceEpoch = other.sourceEpoch;
    sourceAlive = other.sourceAlive;
    sourceWatches = other.sourceWatches;
    sourceSawBreak = other.sourceSawBreak;
    stopping = other.stopping;
    sent = other.sent;
    inPart = other.inPart;
    released = other.released;
    target = other.target;
    targetCopy = other.targetCopy;
    targetAlive = other.targetAlive;
    targetWatches = other.targetWatches;
    targetSawBreak = other.targetSawBreak;
    targetRan = other.targetRan;
    lostCopy = other.lostCopy;
    broken = other.broken;
    network = other.network;
    decision = other.decision;
    highestEpoch = other.highestEpoch;
    suspected = other.suspected;
  }

  /** All of it in one number; equal for equal worlds. */
  long key() {
    long key = network;
    key = key * 16 + SOURCE_STATES.indexOf(source);
    key = key * 16 + TARGET_STATES.indexOf(target);
    key = key * 8 + sourceCopy.ordinal();
    key = key * 8 + targetCopy.ordinal();
    key = key * 4 + decision.ordinal();
    key = key * 4 + sourceEpoch;
    key = key * 4 + highestEpoch;
    for (boolean flag : new boolean[]{sourceAlive, sourceWatches, sourceSawBreak, stopping, sent, inPart, released,
        targetAlive,
        targetWatches, targetSawBreak, targetRan, lostCopy, broken, suspected}) {
      key = key * 2 + (flag ? 1 : 0);
    }
    return key;
  }

  boolean sourceActs() {
    return sourceAlive && !(source instanceof SourceHandover.State.Ended);
  }

  boolean targetActs() {
    return targetAlive
        && !(target instanceof TargetHandover.State.GivenUp || target instanceof TargetHandover.State.Ended);
  }

  /** Whether the source has handed over a copy that has what the target's lacks, whose pages it sends. */
  boolean sendsPages() {
    return sourceActs() && sourceCopy == Copy.PAUSED && decision == Decision.COMMIT;
  }

  /** Whether the target has a copy that pages can come to. */
  boolean takesPages() {
    return target instanceof TargetHandover.State.Prepared || target instanceof TargetHandover.State.Resuming
        || target instanceof TargetHandover.State.Postcopy;
  }

  /** Whether there is a copy that is whole. */
  boolean isThereACopy() {
    return (sourceCopy != Copy.NONE && !released) || (targetCopy != Copy.NONE && targetCopy != Copy.PARTIAL && !inPart);
  }

  /** Whether nothing more is to be done, and one copy runs and there is no other. */
  boolean isSettled() {
    boolean atSource = sourceCopy == Copy.RUNNING && targetCopy == Copy.NONE;
    boolean atTarget = targetCopy == Copy.RUNNING && !inPart && sourceCopy == Copy.NONE;
    return !sourceActs() && !targetActs() && (atSource || atTarget || isLostWithItsNode());
  }

  /**
   * Whether no copy is left because a node died that owned the only one, or a part that the other had released; the machines
   * break no rule that way.
   */
  boolean isLostWithItsNode() {
    return !isThereACopy() && (!(sourceAlive && targetAlive) || isLostInParts());
  }

  /** Whether the target's copy is gone and the source's is not whole. */
  boolean isLostInParts() {
    return released && (lostCopy || !targetAlive);
  }

  /** Whether both copies are there, in parts that together are whole. */
  private boolean isWholeTogether() {
    return released && sourceCopy == Copy.PAUSED && targetCopy == Copy.RUNNING;
  }

  void killSource() {
    sourceAlive = false;
    source = SOURCE_STATES.getLast();
    sourceCopy = Copy.NONE;
    sourceStopsHearing();
  }

  void killTarget() {
    targetAlive = false;
    target = TARGET_STATES.getLast();
    targetCopy = Copy.NONE;
    targetStopsHearing();
  }

  private void sourceStopsHearing() {
    sourceWatches = false;
    sourceSawBreak = true;
    stopping = false;
    broken = true;
    dropWords(false);
  }

  private void targetStopsHearing() {
    targetWatches = false;
    targetSawBreak = true;
    broken = true;
    dropWords(true);
  }

  private void dropWords(boolean fromSource) {
    for (Word word : Word.values()) {
      while (word.isFromSource() == fromSource && word.in(network) > 0) {
        network = word.takeFrom(network);
      }
    }
  }

  /** Brings a word to whom it is for. */
  void hear(Word word) {
    switch (word.message()) {
      case FromSource decided -> target(new TargetHandover.Input.Heard(decided));
      case FromTarget answer -> source(new SourceHandover.Input.Heard(answer));
      default -> throw new IllegalStateException("no word of a hand-over: " + word);
    }
  }

  void source(SourceHandover.Input input) {
    if (!sourceActs()) {
      return;
    }
    SourceHandover.Step step = protocol.source().apply(source, input);
    // Reasons differ, and nothing depends on them.
    source = step.state() instanceof SourceHandover.State.Aborted ? SOURCE_STATES.get(4) : step.state();
    step.actions().forEach(this::perform);
    if (!sourceActs()) {
      sourceStopsHearing();
    }
    check();
  }

  void target(TargetHandover.Input input) {
    if (!targetActs()) {
      return;
    }
    TargetHandover.Step step = protocol.target().apply(target, input);
    target = step.state();
    step.actions().forEach(this::perform);
    if (!targetActs()) {
      targetStopsHearing();
    }
    check();
  }

  private void perform(SourceHandover.Action action) {
    switch (action) {
      case SourceHandover.Action.StopStream() -> broken = true;
      case SourceHandover.Action.RunGuest() -> {
        rule(sourceCopy != Copy.NONE, "the source runs a copy that it has thrown away");
        rule(!released, "the source runs a copy whose pages it has released");
        sourceCopy = Copy.RUNNING;
      }
      case SourceHandover.Action.Say(var word) -> send(word);
      case SourceHandover.Action.Repeat(var word) -> send(word);
      case SourceHandover.Action.TellHandedOver(var epoch) -> {
        decide(Decision.COMMIT);
        rule(sourceCopy == Copy.PAUSED, "the source hands over a guest that runs");
        highestEpoch = Math.max(highestEpoch, epoch);
      }
      case SourceHandover.Action.TellMoved() -> {
        rule(targetRan, "the source throws its copy away before the target's has run");
        rule(!inPart || isLostInParts(), "the source throws its copy away while pages of it are to come");
        sourceCopy = Copy.NONE;
      }
      case SourceHandover.Action.TellLost _ -> {
        rule(released, "the source tells of a loss though its copy is whole");
        rule(targetRan, "the source throws its copy away before the target's has run");
        rule(!inPart || isLostInParts(), "the source throws its copy away while pages of it are to come");
        sourceCopy = Copy.NONE;
      }
      case SourceHandover.Action.TellKept _ -> decide(Decision.ABORT);
      case SourceHandover.Action.TellTakenBack(var epoch) -> {
        rule(decision == Decision.COMMIT && (!targetAlive || lostCopy), "the source takes back what may run elsewhere");
        sourceEpoch = epoch;
        highestEpoch = Math.max(highestEpoch, epoch);
      }
      case SourceHandover.Action.TellPostcopy() ->
        rule(sourceCopy == Copy.PAUSED, "pages go from a guest that does not stand");
      case SourceHandover.Action.ReleasePages _ -> {
        rule(sourceCopy == Copy.PAUSED && targetRan, "the source releases pages of a guest that has not run elsewhere");
        rule(sourceWatches, "the source releases pages though it takes the target for dead");
        released = true;
      }
      case SourceHandover.Action.TellOperator _ -> {
        // The operator may act at any time.
      }
    }
  }

  private void perform(TargetHandover.Action action) {
    switch (action) {
      case TargetHandover.Action.Load _ -> {
        // The world answers when it likes.
      }
      case TargetHandover.Action.ResumeMachine() -> {
        rule(targetCopy != Copy.PARTIAL && targetCopy != Copy.NONE, "the target resumes a copy that is not whole");
        targetCopy = targetCopy == Copy.RUNNING ? Copy.RUNNING : Copy.STARTING;
        highestEpoch = Math.max(highestEpoch, Protocol.EPOCH + 1);
      }
      case TargetHandover.Action.PowerOff() -> {
        rule(targetCopy == Copy.PARTIAL || inPart || decision == Decision.ABORT,
            "the target throws away a whole copy that the source has not kept");
        targetCopy = Copy.NONE;
      }
      case TargetHandover.Action.Say(var word) -> send(word);
      case TargetHandover.Action.Repeat(var word) -> send(word);
      case TargetHandover.Action.TellTakenOver(var epoch) ->
        rule(epoch == Protocol.EPOCH + 1 && targetCopy == Copy.RUNNING && !inPart,
            "the target takes over what does not run");
      case TargetHandover.Action.TellPostcopy(var epoch) ->
        rule(epoch == Protocol.EPOCH + 1 && targetCopy == Copy.RUNNING, "the target runs what does not run");
      case TargetHandover.Action.TellWaiting _,TargetHandover.Action.TellGivenUp _,TargetHandover.Action.TellOperator _ -> {
        // They change nothing here.
      }
    }
  }

  private void decide(Decision taken) {
    rule(decision == Decision.OPEN, "the source changes its decision");
    decision = taken;
  }

  private void send(FromSource word) {
    rule(decision == (word instanceof Commit ? Decision.COMMIT : Decision.ABORT),
        "the source says what it has not decided");
    rule(!(word instanceof Commit) || word.equals(Word.COMMIT.message()), "a commit of another epoch");
    if (targetActs()) {
      network = Word.of(word).addTo(network);
    }
  }

  private void send(FromTarget word) {
    rule(!(word instanceof Running) || (targetCopy == Copy.RUNNING && !inPart),
        "the target says that it runs and it does not, or not whole");
    rule(!(word instanceof FromTarget.Postcopy) || targetCopy == Copy.RUNNING,
        "the target says that it runs in part and it does not");
    if (sourceActs()) {
      network = Word.of(word).addTo(network);
    }
  }

  /** What holds in each world. */
  private void check() {
    boolean sourceRuns = sourceCopy == Copy.RUNNING;
    boolean targetRuns = targetCopy == Copy.RUNNING || targetCopy == Copy.STARTING;
    rule(!(sourceRuns && targetRuns), "two copies run");
    rule(!sourceRuns || sourceEpoch == highestEpoch,
        "the source runs the guest under an epoch that is not the highest");
    rule(!targetRuns || highestEpoch == Protocol.EPOCH + 1,
        "the target runs the guest under an epoch that is not the highest");
    rule(isThereACopy() || isWholeTogether() || isLostWithItsNode(), "both nodes live and there is no copy");
  }

  private void rule(boolean holds, String otherwise) {
    if (!holds && violation.isEmpty()) {
      violation = otherwise;
    }
  }

  @Override
  public String toString() {
    return (sourceAlive ? source + ", its copy " + sourceCopy : "source dead") + "; "
        + (targetAlive ? target + ", its copy " + targetCopy : "target dead") + "; in flight "
        + List.of(Word.values()).stream().filter(word -> word.in(network) > 0)
            .map(word -> word.in(network) + " " + word).toList();
  }
}
