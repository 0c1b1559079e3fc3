package dev.kurki.conf.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a guest has worked in the last minute, about every 100 ms; part of the node actor's state. */
final class WorkSeries {
  private static final int MOST = 600;

  /**
   * What it had done at a moment.
   *
   * @param nanos the moment, by this process' clock
   * @param instructions how many its vCPUs had retired
   * @param startedNanos each vCPU's guest time in ns when it began to execute here, in their order
   */
  record Sample(long nanos, long instructions, List<Long> startedNanos) {
    /** Copies the list. */
    Sample {
      startedNanos = List.copyOf(startedNanos);
    }
  }

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** What was measured before does not belong to what comes: the guest did not run here. */
  void begin() {
    samples.clear();
  }

  void add(Sample sample) {
    samples.addLast(sample);
    if (samples.size() > MOST) {
      samples.removeFirst();
    }
  }

  /** Instructions for each 100 ms between two moments, by this process' clock in ns. */
  List<Long> between(long fromNanos, long toNanos) {
    List<Long> slots = new ArrayList<>();
    Optional<Sample> last = Optional.empty();
    for (Sample sample : samples) {
      if (sample.nanos() - fromNanos >= 0 && sample.nanos() - toNanos <= 0) {
        last.ifPresent(before -> slots.add(slot(before, sample)));
        last = Optional.of(sample);
      }
    }
    return slots;
  }

  /** Each vCPU's guest time in ns when it began to execute here; empty where nothing was measured yet. */
  List<Long> startedNanos() {
    return samples.isEmpty() ? List.of() : samples.getLast().startedNanos();
  }

  /** All of it. */
  List<Long> all() {
    return samples.isEmpty() ? List.of() : between(samples.getFirst().nanos(), samples.getLast().nanos());
  }

  private static long slot(Sample from, Sample to) {
    double nanos = Math.max(1, to.nanos() - from.nanos());
    return Math.max(0, Math.round((to.instructions() - from.instructions()) * WorkMeter.INTERVAL.toNanos() / nanos));
  }
}
