package dev.kurki.conf.bench.cpu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.kurki.conf.bench.CpuTime;

/** The CPU time of those threads of a process that harts run on. Threads that have ended count with what was last seen. */
final class ThreadTime {
  /** After this time it looks whether there are other threads now. */
  private static final long LOOK_AGAIN_NANOS = 500_000_000;

  private final long process;
  private final String prefix;
  private final Map<Long, Double> seconds = new HashMap<>();
  private List<Long> threads = List.of();
  private long lookedNanos;

  /** Of the threads whose name begins so. */
  ThreadTime(long process, String prefix) {
    this.process = process;
    this.prefix = prefix;
  }

  /** What they have used so far. */
  synchronized double seconds() {
    long now = System.nanoTime();
    if (threads.isEmpty() || now - lookedNanos > LOOK_AGAIN_NANOS) {
      threads = CpuTime.threads(process, prefix);
      lookedNanos = now;
    }
    for (long thread : threads) {
      CpuTime.secondsOfThread(process, thread).ifPresent(used -> seconds.put(thread, used));
    }
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
