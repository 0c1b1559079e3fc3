package dev.kurki.migration.source;

import dev.kurki.actors.memory.GuestMemory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Decides after each round how a migration goes on. The guest is stopped when what is left is expected to travel within the
 * downtime limit; a guest that changes its memory too fast for that is dealt with as the operator's policy says, one measure
 * after the other, each until it is exhausted. Used by one thread at a time.
 */
final class Convergence {
  /** QEMU's throttle-trigger-threshold: a round does not help when at least this part of it has become dirty again. */
  private static final double TRIGGER = 0.5;
  private static final int INITIAL_THROTTLE = 20;
  private static final int THROTTLE_INCREMENT = 10;
  private static final int MAX_THROTTLE = 99;
  /** A guest is held to no less than this, in bytes a second: QEMU's least vcpu-dirty-limit. */
  private static final long LEAST_DIRTY_LIMIT = 1 << 20;
  /** When the pages take no more than this part of the limit, another round makes them no fewer. */
  private static final int NEGLIGIBLE_PART = 4;

  /** How it goes on. */
  sealed interface Step {}

  /** The guest is stopped for the last round. */
  record StopGuest() implements Step {}

  /** Another round is sent. */
  record GoOn() implements Step {}

  /**
   * Another round is sent, with the vCPUs throttled.
   *
   * @param percent which part of the time they rest
   */
  record Throttled(int percent) implements Step {}

  /**
   * Another round is sent, with the guest held to a rate at which it may change its memory.
   *
   * @param guestBytesPerSecond in whole pages, of all vCPUs
   */
  record DirtyLimited(long guestBytesPerSecond) implements Step {}

  /** The guest is switched to post-copy. */
  record SwitchToPostcopy() implements Step {}

  /** The migration is given up. */
  record GiveUp(String reason) implements Step {}

  private MigrationParameters parameters;
  private final long switchoverNanos;
  private Deque<NonConvergence> measures;
  private Duration limit;
  private int throttle;
  private long dirtyLimit;
  private int vainRounds;
  private boolean canPostcopy;

  /**
   * Decisions for one migration.
   *
   * @param parameters what the operator wants
   * @param switchoverNanos how long the guest is expected to be stopped beside its last pages: for sections and hand-over
   */
  Convergence(MigrationParameters parameters, long switchoverNanos) {
    this.parameters = parameters;
    this.switchoverNanos = switchoverNanos;
    this.measures = new ArrayDeque<>(parameters.nonConvergence());
    this.limit = parameters.downtimeLimit();
  }

  /** The operator wants it otherwise from now on; a limit that was raised stays unless another is wanted. */
  void change(MigrationParameters wanted) {
    if (!wanted.downtimeLimit().equals(parameters.downtimeLimit())) {
      limit = wanted.downtimeLimit();
    }
    if (!wanted.nonConvergence().equals(parameters.nonConvergence())) {
      measures = new ArrayDeque<>(wanted.nonConvergence());
    }
    parameters = wanted;
  }

  /** Says that both nodes can do post-copy. */
  void allowPostcopy() {
    canPostcopy = true;
  }

  /** After how many rounds a guest counts as one that does not converge. */
  int mostRounds() {
    return parameters.maxRounds();
  }

  /** The downtime limit as it is now. */
  Duration limit() {
    return limit;
  }

  /**
   * How long the guest would be stopped for.
   *
   * @param dirtyPages what is left to send
   * @param bytesPerSecond what the target has acknowledged; 0 where nothing is known yet
   */
  long expectedDowntimeNanos(long dirtyPages, long bytesPerSecond) {
    return switchoverNanos + pageNanos(dirtyPages, bytesPerSecond);
  }

  /**
   * Decides.
   *
   * @param sent the round that is through
   * @param dirtyPages how many pages have become dirty meanwhile
   * @param elapsed since the migration began
   */
  Step after(RoundReport sent, long dirtyPages, Duration elapsed) {
    long pages = pageNanos(dirtyPages, sent.bytesPerSecond());
    if (switchoverNanos + pages <= limit.toNanos() || pages <= limit.toNanos() / NEGLIGIBLE_PART) {
      return new StopGuest();
    }
    if (isTooLate(elapsed)) {
      return new GiveUp(tooLate());
    }
    // The first round is of all of RAM: what it has left behind says nothing yet.
    boolean isVain = sent.round() > 1 && dirtyPages >= TRIGGER * (sent.pages() + sent.zeroPages());
    vainRounds = isVain ? vainRounds + 1 : 0;
    if (vainRounds < 2 && sent.round() < parameters.maxRounds()) {
      return new GoOn();
    }
    vainRounds = 0;
    return measure(dirtyPages, sent);
  }

  /**
   * Whether its time is over.
   *
   * @param elapsed since the migration began
   */
  boolean isTooLate(Duration elapsed) {
    return !parameters.timeout().isZero() && elapsed.compareTo(parameters.timeout()) > 0;
  }

  /** Why it is given up when its time is over. */
  String tooLate() {
    return "it has not come within the downtime limit of " + limit.toMillis() + " ms in "
        + parameters.timeout().toSeconds() + " s";
  }

  private Step measure(long dirtyPages, RoundReport sent) {
    while (!measures.isEmpty()) {
      switch (measures.getFirst()) {
        case THROTTLE -> {
          if (throttle < MAX_THROTTLE) {
            throttle = throttle == 0 ? INITIAL_THROTTLE : Math.min(MAX_THROTTLE, throttle + THROTTLE_INCREMENT);
            return new Throttled(throttle);
          }
        }
        case DIRTY_LIMIT -> {
          long next = (dirtyLimit == 0 ? sent.bytesPerSecond() : dirtyLimit) / 2;
          if (next >= LEAST_DIRTY_LIMIT) {
            dirtyLimit = next;
            return new DirtyLimited(next);
          }
        }
        case RAMP_DOWNTIME -> {
          if (limit.compareTo(parameters.maxDowntime()) < 0) {
            limit = limit.multipliedBy(2).compareTo(parameters.maxDowntime()) < 0
                ? limit.multipliedBy(2)
                : parameters.maxDowntime();
            return expectedDowntimeNanos(dirtyPages, sent.bytesPerSecond()) <= limit.toNanos()
                ? new StopGuest()
                : new GoOn();
          }
        }
        case POSTCOPY -> {
          if (canPostcopy) {
            return new SwitchToPostcopy();
          }
        }
        case STOP -> {
          return new StopGuest();
        }
        case GIVE_UP -> {
          return new GiveUp("the guest changes its memory faster than it can be sent: after round " + sent.round()
              + ", " + dirtyPages + " pages are left, at " + sent.bytesPerSecond() / (1 << 20) + " MiB/s");
        }
      }
      measures.removeFirst();
    }
    return new GiveUp("every measure against a guest that changes its memory too fast is exhausted");
  }

  private static long pageNanos(long pages, long bytesPerSecond) {
    return bytesPerSecond == 0 ? 0 : (long) (pages * GuestMemory.PAGE_BYTES * 1e9 / bytesPerSecond);
  }
}
