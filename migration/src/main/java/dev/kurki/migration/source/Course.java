package dev.kurki.migration.source;

import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.WorkCounted;
import dev.kurki.actors.machine.MachineMessage.ToVcpu;
import dev.kurki.actors.machine.MachineMessage.WorkDone;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.source.Convergence.DirtyLimited;
import dev.kurki.migration.source.Convergence.GiveUp;
import dev.kurki.migration.source.Convergence.GoOn;
import dev.kurki.migration.source.Convergence.StopGuest;
import dev.kurki.migration.source.Convergence.SwitchToPostcopy;
import dev.kurki.migration.source.Convergence.Throttled;
import dev.kurki.migration.source.MigrationEvent.Progress;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.VcpuPacing.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The course of a migration: what it has come to, what it is expected to come to, and by what it is steered. Used by one thread
 * at a time.
 */
final class Course {
  /** Over less than this the guest's writes say little of their rate. */
  private static final long SHORT_NANOS = 20_000_000;

  private final MachineToMove subject;
  private final Destination destination;
  private final Convergence convergence;
  private final VcpuPacing pacing;
  private final Bandwidth bandwidth;
  private final List<RoundReport> rounds = new ArrayList<>();
  private final long startNanos = System.nanoTime();
  private long markedNanos = startNanos;
  private long heldNanos;
  private long heldSince;
  private long stoppedNanos;
  private OptionalLong expectedDowntimeNanos = OptionalLong.empty();
  private boolean isSwitchOver;
  private long dirtyBytesPerSecond;
  private List<Long> stoppedVcpus = List.of();
  private int connections = 1;

  /** The course of one migration, from now on. */
  Course(MachineToMove subject, Destination destination, MigrationParameters parameters) {
    this.subject = subject;
    this.destination = destination;
    this.convergence = new Convergence(parameters, destination.switchoverNanos());
    this.pacing = new VcpuPacing(
        (vcpu, percent) -> subject.machine().tell(new ToVcpu(vcpu, new ComponentMessage.Throttle(percent))));
    this.bandwidth = new Bandwidth(parameters.maxBandwidth());
    pacing.limitEach(parameters.vcpuDirtyLimit());
  }

  /** How fast its stream may be. */
  Bandwidth bandwidth() {
    return bandwidth;
  }

  /** Says that both nodes can do post-copy. */
  void allowPostcopy() {
    convergence.allowPostcopy();
  }

  /** Pages of rounds go by so many connections. */
  void sendsBy(int howMany) {
    connections = howMany;
  }

  /** The operator wants it otherwise from now on. */
  void change(MigrationParameters wanted) {
    convergence.change(wanted);
    bandwidth.change(wanted.maxBandwidth());
    pacing.limitEach(wanted.vcpuDirtyLimit());
  }

  /**
   * Decides how it goes on, and has vCPUs rest where it has come to that.
   *
   * @param sent the round that is through
   * @param dirtyPages how many pages have become dirty meanwhile
   */
  Convergence.Step after(RoundReport sent, long dirtyPages) {
    Convergence.Step step = convergence.after(sent, dirtyPages, elapsed());
    switch (step) {
      case Throttled(var percent) -> pacing.throttle(percent);
      case DirtyLimited(var guestBytesPerSecond) -> pacing.limitGuest(guestBytesPerSecond);
      case StopGuest _,GoOn _,SwitchToPostcopy _,GiveUp _ -> {
        // The vCPUs run as they did.
      }
    }
    return step;
  }

  /** Why it is to be given up even within a round, if it is. */
  Optional<String> tooLate() {
    return convergence.isTooLate(elapsed()) ? Optional.of(convergence.tooLate()) : Optional.empty();
  }

  /** What the vCPUs have done up to now. */
  void learn(Moment moment, WorkDone work) {
    if (moment == Moment.GUEST_STOPPED) {
      stoppedVcpus = work.vcpus().stream().map(WorkCounted::stoppedNanos).toList();
    } else {
      pacing.learn(moment, work.vcpus(), System.nanoTime());
    }
  }

  /** A round is through. */
  void note(RoundReport round) {
    countWrites();
    rounds.add(round);
  }

  /** The number of the round that is being sent, or is the next to be sent. */
  int round() {
    return rounds.size() + 1;
  }

  /** The dirty marks have been taken: from now on the guest makes new ones. */
  void marksTaken() {
    markedNanos = System.nanoTime();
  }

  /** The migration is held, and its time does not count. */
  void held() {
    heldSince = System.nanoTime();
  }

  /** The migration is not held any more. */
  void letGo() {
    heldNanos += System.nanoTime() - heldSince;
  }

  /** How long it has been going on, without the time for which it was held. */
  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos - heldNanos);
  }

  /**
   * The guest is about to be stopped.
   *
   * @param dirtyPages how many pages are left to send, for all that is known
   */
  void stops(long dirtyPages) {
    stoppedNanos = System.nanoTime();
    expectedDowntimeNanos = downtimeFor(dirtyPages, acknowledged());
  }

  /** The guest is about to be stopped for the switch to post-copy. */
  void switchesOver() {
    isSwitchOver = true;
    stops(0);
  }

  /** How it stands while no round is being sent: {@code dirtyPages} are what the round to come is about. */
  Progress begins(State state, long dirtyPages, Optional<SourceFeed> feed) {
    return progress(state, dirtyPages, dirtyPages, feed.map(SourceFeed::soFar), feed);
  }

  /** How it stands within a round, or while it is held between two. */
  Progress goesOn(State state, SourceFeed feed) {
    RoundReport soFar = feed.soFar();
    countWrites();
    long unsent = isUnderWay(soFar) ? soFar.dirtyPages() - soFar.pages() - soFar.zeroPages() : 0;
    long dirty = subject.memory().dirty().count();
    return progress(state, soFar.dirtyPages(), Math.min(subject.memory().pages(), unsent + dirty), Optional.of(soFar),
        Optional.of(feed));
  }

  /** What all of it came to, now that the machine runs on the target. */
  MigrationReport report(Optional<SourceFeed> feed, SourcePostcopy postcopy) {
    long now = System.nanoTime();
    return new MigrationReport(subject.id(), destination.name(), rounds,
        feed.map(SourceFeed::sectionBytes).orElse(0L),
        feed.map(SourceFeed::totalBytes).orElse(0L) + postcopy.bytes(), now - startNanos,
        postcopy.ranSince().orElse(now) - stoppedNanos, expectedDowntimeNanos, convergence.limit().toNanos(),
        new GuestWork(List.of(), List.of(), stoppedVcpus), connections, postcopy.report());
  }

  private Progress progress(State state, long dirtyPages, long leftPages, Optional<RoundReport> soFar,
      Optional<SourceFeed> feed) {
    Optional<RoundReport> underWay = soFar.filter(this::isUnderWay);
    long rate = acknowledged() > 0
        ? acknowledged()
        : underWay.filter(round -> round.bytes() > 0).map(RoundReport::bytesPerSecond).orElse(0L);
    long sent = rounds.stream().mapToLong(Course::handled).sum() + underWay.map(Course::handled).orElse(0L);
    return new Progress(subject.id(), state, state == State.SETUP ? 0 : round(), dirtyPages, sent,
        feed.map(SourceFeed::totalBytes).orElse(0L), new Pace(rate, dirtyBytesPerSecond, pacing.most()),
        new Outlook(leftPages * GuestMemory.PAGE_BYTES, end(state, leftPages, underWay, rate),
            downtimeFor(leftPages, rate), convergence.limit().toNanos()));
  }

  /**
   * How long the guest would be stopped for so many pages, as far as sections and hand-over have been measured before, and the
   * rate by now. At a switch to post-copy it does not stand for its pages, but for their marks, a bit each.
   */
  private OptionalLong downtimeFor(long leftPages, long rate) {
    long pages = isSwitchOver ? subject.memory().pages() / Byte.SIZE / GuestMemory.PAGE_BYTES : leftPages;
    boolean isKnown = isSwitchOver || leftPages == 0 ? destination.switchoverNanos() > 0 : rate > 0;
    return isKnown ? OptionalLong.of(convergence.expectedDowntimeNanos(pages, rate)) : OptionalLong.empty();
  }

  /** In how many ns the machine runs on the target, if an end is in sight. */
  private OptionalLong end(State state, long leftPages, Optional<RoundReport> underWay, long rate) {
    if (rate == 0 || state == State.PRE_SWITCHOVER) {
      return OptionalLong.empty();
    }
    long switchover = destination.switchoverNanos();
    if (state == State.DEVICE) {
      return OptionalLong.of((isSwitchOver ? 0 : RoundsAhead.nanosFor(leftPages, rate)) + switchover);
    }
    long left = underWay.map(round -> left(round, rate)).orElseGet(() -> RoundsAhead.nanosFor(leftPages, rate));
    RoundsAhead ahead = RoundsAhead.after(left, underWay.isPresent() ? subject.memory().dirty().count() : 0,
        subject.memory().pages(), dirtyBytesPerSecond / GuestMemory.PAGE_BYTES, rate,
        Math.max(0, convergence.limit().toNanos() - switchover), Math.max(1, convergence.mostRounds() - round()));
    return ahead.converges() ? OptionalLong.of(left + ahead.nanos() + switchover) : OptionalLong.empty();
  }

  /** What a round that is under way still takes, as it went so far: pages of zeroes travel faster than others. */
  private static long left(RoundReport round, long rate) {
    long unsent = round.dirtyPages() - handled(round);
    return handled(round) > 0
        ? (long) ((double) round.nanos() / handled(round) * unsent)
        : RoundsAhead.nanosFor(unsent, rate);
  }

  private void countWrites() {
    long nanos = System.nanoTime() - markedNanos;
    if (nanos >= SHORT_NANOS) {
      dirtyBytesPerSecond = (long) (subject.memory().dirty().count() * GuestMemory.PAGE_BYTES * 1e9 / nanos);
    }
  }

  private boolean isUnderWay(RoundReport soFar) {
    return soFar.round() == round();
  }

  private long acknowledged() {
    return rounds.isEmpty() ? 0 : rounds.getLast().bytesPerSecond();
  }

  private static long handled(RoundReport round) {
    return round.pages() + round.zeroPages();
  }
}
