package dev.kurki.cpu.hart;

/** Why a hart has stopped for its debugger. */
public sealed interface StopReason {
  /** A breakpoint stands at its next instruction. */
  record Breakpoint() implements StopReason {}

  /**
   * The last instruction has accessed watched data.
   *
   * @param address the virtual address that it accessed
   * @param write whether it was a store
   */
  record Watched(long address, boolean write) implements StopReason {}
}
