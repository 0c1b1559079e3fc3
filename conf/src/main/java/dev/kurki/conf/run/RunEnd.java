package dev.kurki.conf.run;

/**
 * How a run ended.
 *
 * @param status the process's exit status: the guest's own, or one of those below
 * @param reason for people
 */
public record RunEnd(int status, String reason) {
  /** A component failed. */
  public static final int FAILED = 1;
  /** A bound was reached, as {@code timeout(1)} has it. */
  public static final int TIMED_OUT = 124;
}
