package dev.kurki.cpu.isa;

/** Where registers and small fields stand in a 32-bit instruction word, the same in all formats that have them. */
public final class Operands {
  private Operands() {}

  /** The destination register's number. */
  public static int rd(int word) {
    return word >>> 7 & 0x1f;
  }

  /** The first source register's number; the immediate of the CSR forms with one. */
  public static int rs1(int word) {
    return word >>> 15 & 0x1f;
  }

  /** The second source register's number. */
  public static int rs2(int word) {
    return word >>> 20 & 0x1f;
  }

  /** The third source register's number. */
  public static int rs3(int word) {
    return word >>> 27;
  }

  /** The rounding mode, 0 to 7. */
  public static int rm(int word) {
    return word >>> 12 & 7;
  }

  /** The CSR's number. */
  public static int csr(int word) {
    return word >>> 20;
  }
}
