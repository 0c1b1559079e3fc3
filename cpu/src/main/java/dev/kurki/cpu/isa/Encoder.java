package dev.kurki.cpu.isa;

/** Puts operands into an instruction's word: the other way round from {@link Format#immediate} and {@link Operands}. */
public final class Encoder {
  private Encoder() {}

  /** A word with up to three registers in their places. */
  public static int registers(Instruction row, int rd, int rs1, int rs2) {
    return row.match() | rd << 7 | rs1 << 15 | rs2 << 20;
  }

  /** A word with registers and an immediate of 12 bits, a shift amount or a CSR number in the upper bits. */
  public static int immediate(Instruction row, int rd, int rs1, int immediate) {
    return row.match() | rd << 7 | rs1 << 15 | immediate << 20;
  }

  /** A store: {@code rs2} to {@code offset(rs1)}. */
  public static int store(Instruction row, int rs1, int rs2, int offset) {
    return row.match() | rs1 << 15 | rs2 << 20 | (offset & 0x1f) << 7 | offset >> 5 << 25;
  }

  /** A branch by {@code offset} bytes, even, within 4 KiB. */
  public static int branch(Instruction row, int rs1, int rs2, int offset) {
    return row.match() | rs1 << 15 | rs2 << 20 | (offset & 0x1000) << 19 | (offset & 0x7e0) << 20
        | (offset & 0x1e) << 7 | (offset & 0x800) >> 4;
  }

  /** A jump by {@code offset} bytes, even, within 1 MiB. */
  public static int jump(Instruction row, int rd, int offset) {
    return row.match() | rd << 7 | (offset & 0x10_0000) << 11 | (offset & 0x7fe) << 20 | (offset & 0x800) << 9
        | (offset & 0xf_f000);
  }
}
