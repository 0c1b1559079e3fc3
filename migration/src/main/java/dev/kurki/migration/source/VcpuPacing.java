package dev.kurki.migration.source;

import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.WorkCounted;
import dev.kurki.actors.memory.GuestMemory;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Says which vCPUs rest, and for how long, so that a guest changes its memory no faster than it can be sent: those whose pages
 * change most (QEMU's auto-converge, which has all of them rest), and each that changes more than it may (QEMU's dirty-limit).
 * Used by one thread at a time.
 */
final class VcpuPacing {
  private static final int ALL = 100;
  /** Over less than this a vCPU's writes say little of their rate. */
  private static final long SHORT_NANOS = 10_000_000;
  private static final long UNLIMITED = Long.MAX_VALUE;

  /** When the vCPUs' work is looked at. */
  enum Moment {
    /** The dirty marks have just been taken. */
    ROUND_BEGINS,
    /** A round goes on. */
    WITHIN_ROUND,
    /** A round is through. */
    ROUND_ENDS,
    /** The guest is stopped. */
    GUEST_STOPPED
  }

  /** Has a vCPU rest for a part of the time. */
  @FunctionalInterface
  interface Brake {
    /**
     * From now on, until it is told again.
     *
     * @param vcpu from 0
     * @param percent 0 to 99
     */
    void rest(int vcpu, int percent);
  }

  private final Brake brake;
  private long vcpuLimit = UNLIMITED;
  private List<WorkCounted> counted = List.of();
  private long begunNanos;
  private long seenNanos;
  private double[] ranNanos = {};
  private long[] bytesPerSecond = {};
  private boolean[] isBusy = {};
  private int[] percents = {};
  private boolean isKnown;
  private int throttle;
  private long guestLimit = UNLIMITED;

  /** Nobody rests yet. */
  VcpuPacing(Brake brake) {
    this.brake = brake;
  }

  /** Each vCPU may change so many bytes a second, in whole pages; 0 for any number. */
  void limitEach(long toBytesPerSecond) {
    vcpuLimit = toBytesPerSecond == 0 ? UNLIMITED : toBytesPerSecond;
    judge(true);
  }

  /** The vCPUs that change most rest for a part of the time: 0 to 99 percent. */
  void throttle(int percent) {
    throttle = percent;
    judge(true);
  }

  /** The guest may change so many bytes a second, each vCPU its part of them. */
  void limitGuest(long toBytesPerSecond) {
    guestLimit = toBytesPerSecond;
    judge(true);
  }

  /**
   * Learns what the vCPUs have done up to a time. What they change counts from the begin of the round, for each page counts
   * once in it: a vCPU that has written to all that it ever writes to seems to change nothing any more, and is let rest less
   * only when the round is through.
   *
   * @param work of each vCPU, in their order
   * @param nanos the time, by this process' clock
   */
  void learn(Moment moment, List<WorkCounted> work, long nanos) {
    if (work.size() != percents.length) {
      percents = new int[work.size()];
      isBusy = new boolean[work.size()];
      bytesPerSecond = new long[work.size()];
    }
    if (moment == Moment.ROUND_BEGINS || work.size() != counted.size()) {
      counted = work;
      begunNanos = nanos;
      seenNanos = nanos;
      ranNanos = new double[work.size()];
    } else if (nanos - begunNanos >= SHORT_NANOS) {
      for (int vcpu = 0; vcpu < work.size(); vcpu++) {
        long pages = work.get(vcpu).dirtiedPages() - counted.get(vcpu).dirtiedPages();
        bytesPerSecond[vcpu] = (long) (pages * GuestMemory.PAGE_BYTES * 1e9 / (nanos - begunNanos));
        ranNanos[vcpu] += runs(vcpu) * (nanos - seenNanos);
      }
      seenNanos = nanos;
      isKnown = true;
      judge(moment == Moment.ROUND_ENDS);
    }
  }

  /** For how long the vCPU rests that rests most, in percent. */
  int most() {
    return IntStream.of(percents).max().orElse(throttle);
  }

  private void judge(boolean mayRestLess) {
    long all = IntStream.range(0, percents.length).mapToLong(vcpu -> bytesPerSecond[vcpu]).sum();
    for (int vcpu = 0; vcpu < percents.length; vcpu++) {
      // Once among those that change most a vCPU stays there: at rest it changes less, which is what is wanted.
      isBusy[vcpu] |= isKnown && throttle > 0 && 2L * percents.length * bytesPerSecond[vcpu] >= all;
      int percent = Math.max(isBusy[vcpu] || !isKnown ? throttle : 0, limited(vcpu, mayRestLess));
      if (percent != percents[vcpu]) {
        percents[vcpu] = percent;
        brake.rest(vcpu, percent);
      }
    }
  }

  /** At once for as long as it has to rest to change what it may; half way to it where it may rest less. */
  private int limited(int vcpu, boolean mayRestLess) {
    long limit = Math.min(vcpuLimit, guestLimit == UNLIMITED ? UNLIMITED : guestLimit / percents.length);
    if (limit == UNLIMITED || !isKnown) {
      return 0;
    }
    double ran = ranNanos[vcpu] / Math.max(1, seenNanos - begunNanos);
    double mayRun = bytesPerSecond[vcpu] == 0 ? 1 : Math.min(1, ran * limit / bytesPerSecond[vcpu]);
    double less = mayRestLess ? (runs(vcpu) + mayRun) / 2 : runs(vcpu);
    return Math.clamp(Math.round(ALL - ALL * Math.min(mayRun, less)), 0, ComponentMessage.Throttle.MAX_PERCENT);
  }

  /** For which part of the time it runs. */
  private double runs(int vcpu) {
    return (double) (ALL - percents[vcpu]) / ALL;
  }
}
