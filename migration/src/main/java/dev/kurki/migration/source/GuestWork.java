package dev.kurki.migration.source;

import java.util.List;

/**
 * What a guest worked at the source, in instructions for each 100 ms.
 *
 * @param before in the seconds before it was to be moved
 * @param during while it was being moved
 * @param stoppedNanos each vCPU's guest time in ns when it was stopped, in their order; empty where it is not known
 */
public record GuestWork(List<Long> before, List<Long> during, List<Long> stoppedNanos) {

  /** Copies the lists. */
  public GuestWork {
    before = List.copyOf(before);
    during = List.copyOf(during);
    stoppedNanos = List.copyOf(stoppedNanos);
  }
}
