package dev.kurki.cpu.hart;

/** Why a slice of instructions came to its end. */
public enum Outcome {
  /** All instructions of the slice are retired. */
  SLICE_ENDED,
  /** The hart is in {@code wfi} and no enabled interrupt is pending. */
  WAITING,
  /** A device is to be accessed, see {@link Hart#pendingAccess}; then {@link Hart#completeAccess} goes on. */
  ACCESS_PENDING,
  /** A page of RAM has to come first, see {@link Hart#missingPage}; nothing is left to be finished. */
  PAGE_MISSING,
  /** Its debugger wanted it to stop here, see {@link Hart#stopReason}. */
  STOPPED,
  /** Someone demanded the owner's attention. */
  ATTENTION
}
