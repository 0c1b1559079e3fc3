package dev.kurki.cpu.hart;

import java.util.List;
import java.util.Set;

/**
 * Where a debugger wants a hart to stop.
 *
 * @param breakpoints virtual addresses of instructions before which it stops
 * @param watchpoints data behind whose access it stops
 */
public record StopConditions(Set<Long> breakpoints, List<Watchpoint> watchpoints) {
  /** Nowhere. */
  public static final StopConditions NONE = new StopConditions(Set.of(), List.of());

  /**
   * Data that is watched.
   *
   * @param address virtual
   * @param bytes from 1
   * @param reads whether loads of any of the bytes stop the hart
   * @param writes whether stores do
   */
  public record Watchpoint(long address, long bytes, boolean reads, boolean writes) {
    boolean covers(long accessed, int width, boolean write) {
      return (write ? writes : reads) && accessed < address + bytes && accessed + width > address;
    }

    boolean touchesPageOf(long accessed) {
      long page = accessed & Tlb.PAGE_MASK;
      return page < address + bytes && page + (1L << Tlb.PAGE_SHIFT) > address;
    }
  }

  /** Copies both. */
  public StopConditions {
    breakpoints = Set.copyOf(breakpoints);
    watchpoints = List.copyOf(watchpoints);
  }

  boolean breaksAt(long pc) {
    return !breakpoints.isEmpty() && breakpoints.contains(pc);
  }

  boolean breaksInPageOf(long pc) {
    return !breakpoints.isEmpty() && breakpoints.stream().anyMatch(address -> ((address ^ pc) & Tlb.PAGE_MASK) == 0);
  }

  boolean watchesPageOf(long address) {
    return !watchpoints.isEmpty() && watchpoints.stream().anyMatch(watched -> watched.touchesPageOf(address));
  }

  boolean watches(long address, int width, boolean write) {
    return !watchpoints.isEmpty() && watchpoints.stream().anyMatch(watched -> watched.covers(address, width, write));
  }
}
