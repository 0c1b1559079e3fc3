package dev.kurki.cpu.hart;

/**
 * A register as a debugger names it.
 *
 * @param file which kind of register
 * @param number 0 to 31 for integer and floating-point registers, a CSR's number, else 0
 */
public record RegisterName(File file, int number) {
  /** The kinds of registers. */
  public enum File {
    /** Integer registers. */
    X,
    /** Floating-point registers. */
    F,
    /** The next instruction's address. */
    PC,
    /** Control and status registers. */
    CSR,
    /** The privilege mode by its encoding. */
    PRIVILEGE
  }
}
