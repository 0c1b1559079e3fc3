package dev.kurki.migration.source;

import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.control.Capability;
import dev.kurki.migration.control.FromTarget;
import dev.kurki.migration.control.OfferReply.Accepted;
import dev.kurki.migration.handover.SourceHandover.Input;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.SourceFeed.LastRound;
import dev.kurki.migration.source.SourceFeed.NextStep;
import dev.kurki.migration.source.SourceFeed.SwitchOver;
import dev.kurki.migration.stream.DirtyRound;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.pattern.StatusReply;

/** What a source does and knows of post-copy; part of its actor's state. */
final class SourcePostcopy {
  private final ActorContext<?> context;
  private final MachineToMove subject;
  private final MigrationParameters parameters;
  private final Bandwidth bandwidth;
  private final ActorRef<MigrationEvent> watcher;
  private final ActorRef<PostcopyActor.Told> ear;
  private final Remainder remainder;
  private final LatePagesWatch watch;
  private Optional<TargetAddress> address = Optional.empty();
  private Optional<ActorRef<PostcopyActor.Message>> sender = Optional.empty();
  private Optional<ConfirmedPages> confirmed = Optional.empty();
  private boolean releases;
  private boolean isConfirmed;
  private boolean isAsked;
  private boolean isDeclined;
  private OptionalLong ranSince = OptionalLong.empty();
  private long missing;
  private long requests;
  private long longestWaitNanos;
  private int connections;
  private boolean isActive;

  /**
   * Nothing yet.
   *
   * @param ear hears of the connections and of confirmed pages, and tells {@link #hear(PostcopyActor.Told)}
   */
  SourcePostcopy(ActorContext<?> context, MachineToMove subject, MigrationParameters parameters,
      Bandwidth bandwidth, ActorRef<MigrationEvent> watcher, ActorRef<PostcopyActor.Told> ear) {
    this.context = context;
    this.subject = subject;
    this.parameters = parameters;
    this.bandwidth = bandwidth;
    this.watcher = watcher;
    this.ear = ear;
    this.remainder = new Remainder(subject.memory(), () -> bandwidth.batchBytes(parameters.batchBytes()));
    this.watch = new LatePagesWatch(parameters.stallTimeout());
  }

  /** Takes the target's answer; says whether both nodes can do post-copy. */
  boolean isAgreedOn(Accepted accepted) {
    Set<Capability> both = Capability.known(accepted.capabilities());
    boolean agreed = both.containsAll(Set.of(Capability.RETURN_PATH, Capability.POSTCOPY_RAM));
    releases = both.contains(Capability.RELEASE_RAM);
    isDeclined = !agreed;
    address = agreed
        ? Optional.of(TargetAddress.of(accepted))
        : Optional.empty();
    return agreed;
  }

  /** Takes an operator's wish. */
  void take(PostcopyRequest request) {
    switch (request) {
      case PostcopyRequest.Start(var replyTo) -> start(replyTo);
      case PostcopyRequest.Recover(var replyTo) -> recover(replyTo);
    }
  }

  /** What the stream ends with, once the guest is stopped. */
  NextStep lastStep(Longs dirty, List<Section> sections) {
    return isWanted() ? new SwitchOver(dirty, sections) : new LastRound(dirty, sections);
  }

  /** The switch is made when the round has been cut short. */
  private void start(ActorRef<StatusReply<String>> replyTo) {
    if (sender.isPresent()) {
      replyTo.tell(StatusReply.error("machine " + subject.id() + " is in post-copy already"));
    } else if (isDeclined) {
      replyTo.tell(StatusReply.error("machine " + subject.id()
          + " cannot be switched to post-copy: not both nodes have the capability postcopy-ram"));
    } else {
      isAsked = true;
      replyTo.tell(StatusReply.success("machine " + subject.id() + " is being switched to post-copy"));
    }
  }

  /** The policy wants the switch. */
  void want() {
    isAsked = true;
  }

  /** Whether the guest, once it is stopped, is switched rather than moved whole. */
  boolean isWanted() {
    return isAsked && address.isPresent();
  }

  /** The machine is the target's: pages go from here on, if any are left. */
  void begin(Longs left) {
    if (left.length() > 0) {
      missing = DirtyRound.count(left);
      ConfirmedPages pages = new ConfirmedPages(subject.memory(), releases,
          () -> ear.tell(new PostcopyActor.Confirmed()));
      confirmed = Optional.of(pages);
      sender = address.map(target -> context.spawn(
          PostcopyActor.create(pages, target, parameters, bandwidth, remainder, ear), "postcopy"));
    }
  }

  private void recover(ActorRef<StatusReply<String>> replyTo) {
    sender.ifPresent(told -> told.tell(new PostcopyActor.Recover()));
    replyTo.tell(sender.isPresent()
        ? StatusReply.success("the connections of machine " + subject.id() + " are being made anew")
        : StatusReply.error("machine " + subject.id() + " is not in post-copy: there is nothing to recover"));
  }

  /** The guest runs at the target. */
  void runs() {
    tell(State.POSTCOPY_ACTIVE, "");
    if (isConfirmed) {
      // It was too early to say so before.
      ear.tell(new PostcopyActor.Confirmed());
    }
  }

  /** Only an operator can know how it goes on. */
  void stands(String why) {
    isActive = false;
    tell(State.POSTCOPY_PAUSED, why);
  }

  /**
   * The copy here is not run any more: what the target has may go.
   *
   * @param refusal what an operator is told who wants it to run
   */
  void release(String refusal) {
    watcher.tell(new MigrationEvent.Released(subject.id(), refusal));
    confirmed.ifPresent(ConfirmedPages::allow);
  }

  /** Takes what is told of the connections; says what that means for the hand-over, if it means anything. */
  Optional<Input> hear(PostcopyActor.Told told) {
    switch (told) {
      case PostcopyActor.Active() -> {
        connections++;
        isActive = true;
        watch.begin();
        tell(State.POSTCOPY_ACTIVE, "");
      }
      case PostcopyActor.Paused(var reason) -> {
        isActive = false;
        context.getLog().warn("machine {} is paused in post-copy: {}", subject.id(), reason);
        tell(State.POSTCOPY_PAUSED, reason);
      }
      case PostcopyActor.Confirmed() -> {
        isConfirmed = true;
        return Optional.of(new Input.PagesConfirmed());
      }
    }
    return Optional.empty();
  }

  void hear(FromTarget word) {
    switch (word) {
      case FromTarget.PagesCame(var left, var asked, var longestWait) -> {
        missing = left;
        requests = asked;
        longestWaitNanos = longestWait;
        if (isActive) {
          tell(State.POSTCOPY_ACTIVE, "");
          noticeStall();
        }
      }
      case FromTarget.Postcopy _,FromTarget.Running _ ->
        ranSince = ranSince.isPresent() ? ranSince : OptionalLong.of(System.nanoTime());
      case FromTarget.Prepared _,FromTarget.Failed _,FromTarget.Discarded _ -> {
        // They are of the hand-over.
      }
    }
  }

  private void noticeStall() {
    if (bandwidth.isHolding()) {
      watch.begin();
    } else if (watch.isStalled(missing, System.nanoTime())) {
      isActive = false;
      sender.ifPresent(stalled -> stalled.tell(new PostcopyActor.Stalled(watch.reason())));
    }
  }

  /** When the guest was first heard to run at the target, by {@link System#nanoTime}. */
  OptionalLong ranSince() {
    return ranSince;
  }

  /** How many bytes have gone since the switch. */
  long bytes() {
    return remainder.bytes();
  }

  /** What has come of it, if the guest was switched. */
  Optional<PostcopyReport> report() {
    return sender.map(_ -> new PostcopyReport(remainder.pages(), remainder.zeroPages(), remainder.bytes(), requests,
        longestWaitNanos, confirmed.map(ConfirmedPages::pages).orElse(0L), Math.max(0, connections - 1)));
  }

  private void tell(State state, String reason) {
    watcher.tell(new MigrationEvent.Postcopy(subject.id(), state, missing, remainder.pages() + remainder.zeroPages(),
        reason));
  }
}
