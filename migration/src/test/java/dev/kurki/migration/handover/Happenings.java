package dev.kurki.migration.handover;

import dev.kurki.migration.control.FromSource.Commit;
import dev.kurki.migration.control.FromTarget.Prepared;
import dev.kurki.migration.control.FromTarget.Running;
import dev.kurki.migration.handover.World.Copy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Everything that can happen next in a world, one thing at a time. */
final class Happenings {
  /** What makes a thing happen. */
  enum Kind {
    /** It happens sooner or later when nothing hinders it. */
    PROGRESS,
    /** It need not happen, and may at any time. */
    FAULT,
    /** An operator does it, and vouches truly for what has to be vouched for. */
    OPERATOR
  }

  /** One thing that can happen, and the world after it. */
  record Happening(String what, Kind kind, World after) {}

  private final World world;
  private final List<Happening> all = new ArrayList<>();

  private Happenings(World world) {
    this.world = world;
  }

  static List<Happening> in(World world) {
    Happenings happenings = new Happenings(world);
    happenings.onTheNetwork();
    happenings.atTheSource();
    happenings.atTheTarget();
    happenings.byTheOperator();
    return happenings.all;
  }

  private void onTheNetwork() {
    for (Word word : Word.values()) {
      int inFlight = word.in(world.network);
      add(Kind.PROGRESS, word + " arrives", inFlight > 0, next -> {
        next.network = word.takeFrom(next.network);
        next.hear(word);
      });
      add(Kind.FAULT, word + " is lost", inFlight > 0, next -> next.network = word.takeFrom(next.network));
      add(Kind.FAULT, word + " is repeated", inFlight > 0, next -> next.network = word.addTo(next.network));
    }
    add(Kind.FAULT, "the stream breaks", !world.broken, next -> next.broken = true);
    add(Kind.PROGRESS, "the source notices that the stream is broken", world.broken && !world.sourceSawBreak, next -> {
      next.sourceSawBreak = true;
      next.source(new SourceHandover.Input.StreamBroke("a reason"));
    });
    add(Kind.PROGRESS, "the target notices that the stream is broken", world.broken && !world.targetSawBreak, next -> {
      next.targetSawBreak = true;
      next.target(new TargetHandover.Input.WentWrong("a reason"));
    });
  }

  private void atTheSource() {
    boolean acts = world.sourceActs();
    boolean rounds = world.source instanceof SourceHandover.State.Active;
    add(Kind.PROGRESS, "the guest is asked to stop", acts && rounds && !world.stopping, next -> {
      next.stopping = true;
      next.sourceCopy = Copy.PAUSED;
    });
    add(Kind.PROGRESS, "the guest is stopped", world.stopping, next -> stopped(next, false));
    add(Kind.PROGRESS, "the guest is stopped for post-copy", world.stopping, next -> stopped(next, true));
    add(Kind.PROGRESS, "the source repeats", acts, next -> next.source(new SourceHandover.Input.Retry()));
    source("the source's time is up", new SourceHandover.Input.TimedOut("a reason"));
    source("the machine refuses at the source", new SourceHandover.Input.WentWrong("a reason", List.of()));
    source("the user cancels", new SourceHandover.Input.Cancel());
    source("a prepared target of another epoch is heard", new SourceHandover.Input.Heard(new Prepared(0)));
    source("a running target of another epoch is heard", new SourceHandover.Input.Heard(new Running(1)));
    add(Kind.FAULT, "the target says which pages it has", acts && world.targetActs() && world.inPart
        && world.sendsPages() && world.takesPages(), next -> next.source(new SourceHandover.Input.PagesConfirmed()));
    add(Kind.FAULT, "the source's node dies", world.sourceAlive, World::killSource);
    add(world.targetActs() ? Kind.FAULT : Kind.PROGRESS, "the source takes the target for dead",
        acts && world.sourceWatches, next -> {
          next.sourceWatches = false;
          next.suspected |= next.targetActs();
          next.source(new SourceHandover.Input.TargetGone());
        });
  }

  private static void stopped(World next, boolean postcopy) {
    next.stopping = false;
    next.source(new SourceHandover.Input.Stopped());
    next.sent = next.source instanceof SourceHandover.State.Device;
    next.inPart = next.sent && postcopy;
  }

  private void atTheTarget() {
    boolean acts = world.targetActs();
    add(Kind.PROGRESS, "the stream is whole",
        acts && world.sent && !world.broken && world.target instanceof TargetHandover.State.Listening,
        next -> next.target(new TargetHandover.Input.Received(List.of())));
    add(Kind.PROGRESS, "the sections are loaded", acts && world.target instanceof TargetHandover.State.Loading,
        next -> {
          next.targetCopy = Copy.PAUSED;
          next.target(new TargetHandover.Input.Loaded(next.inPart));
        });
    // A break does not end it: pages go on by another connection as long as both are there.
    add(Kind.PROGRESS, "all pages have come", acts && world.inPart && world.sendsPages() && world.takesPages(),
        next -> {
          next.inPart = false;
          next.target(new TargetHandover.Input.AllCame());
        });
    add(Kind.PROGRESS, "the copy runs", acts && world.targetCopy == Copy.STARTING, next -> {
      next.targetCopy = Copy.RUNNING;
      next.targetRan = true;
      next.target(new TargetHandover.Input.ItRuns());
    });
    add(Kind.PROGRESS, "the target repeats", acts, next -> next.target(new TargetHandover.Input.Retry()));
    target("the machine refuses at the target", new TargetHandover.Input.WentWrong("a reason"));
    target("the machine takes its time to resume", new TargetHandover.Input.ItStandsStill());
    target("a commit of another epoch is heard", new TargetHandover.Input.Heard(new Commit(1)));
    add(Kind.FAULT, "the copy dies before it runs, or before it is whole",
        acts && world.targetCopy != Copy.NONE && (world.targetCopy != Copy.RUNNING || world.inPart), next -> {
          next.targetCopy = Copy.NONE;
          next.lostCopy = true;
          next.target(new TargetHandover.Input.CopyLost());
        });
    add(Kind.FAULT, "the target's node dies", world.targetAlive, World::killTarget);
    add(world.sourceActs() ? Kind.FAULT : Kind.PROGRESS, "the target takes the source for dead",
        acts && world.targetWatches, next -> {
          next.targetWatches = false;
          next.suspected |= next.sourceActs();
          next.target(new TargetHandover.Input.SourceGone());
        });
  }

  /** What is not true is not vouched for; but a command may come where it means nothing. */
  private void byTheOperator() {
    boolean atSource = world.source.equals(new SourceHandover.State.Committed(true))
        || world.source instanceof SourceHandover.State.Postcopy(var gone, _) && gone;
    boolean atTarget = world.target instanceof TargetHandover.State.Prepared prepared && prepared.sourceGone();
    boolean inPart = world.target.equals(new TargetHandover.State.Prepared(true, true))
        || world.target.equals(new TargetHandover.State.Postcopy(true));
    boolean isAtTarget = world.targetCopy == Copy.RUNNING && !world.inPart;
    boolean isOfNoUse = world.sourceCopy == Copy.RUNNING || (inPart && !world.sourceAlive);
    add(Kind.OPERATOR, "resume at the source", !atSource || !world.targetAlive || world.lostCopy,
        next -> next.source(new SourceHandover.Input.ResumeHere()));
    add(Kind.OPERATOR, "discard at the source", !atSource || isAtTarget || world.isLostInParts(),
        next -> next.source(new SourceHandover.Input.DiscardHere()));
    add(Kind.OPERATOR, "resume at the target", !atTarget || !world.sourceAlive,
        next -> next.target(new TargetHandover.Input.ResumeHere()));
    add(Kind.OPERATOR, "discard at the target", !(atTarget || inPart) || isOfNoUse,
        next -> next.target(new TargetHandover.Input.DiscardHere()));
  }

  private void source(String what, SourceHandover.Input input) {
    add(Kind.FAULT, what, world.sourceActs(), next -> next.source(input));
  }

  private void target(String what, TargetHandover.Input input) {
    add(Kind.FAULT, what, world.targetActs(), next -> next.target(input));
  }

  private void add(Kind kind, String what, boolean possible, Consumer<World> happening) {
    if (possible) {
      World after = new World(world);
      happening.accept(after);
      all.add(new Happening(what, kind, after));
    }
  }
}
