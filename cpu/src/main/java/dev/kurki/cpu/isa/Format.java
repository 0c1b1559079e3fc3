package dev.kurki.cpu.isa;

/** Where the operands of an instruction stand (unprivileged specification, section 2.3), and in which order they are written. */
public enum Format {
  /** rd, rs1, rs2. */
  R,
  /** rd, rs1. */
  UNARY,
  /** rd, rs1, rs2, rs3, rounding mode: fused multiply-add. */
  R4,
  /** rd, rs1, 12-bit immediate. */
  I,
  /** rd, 12-bit offset(rs1). */
  LOAD,
  /** rd, rs1, 6-bit shift amount. */
  SHIFT,
  /** rd, rs1, 5-bit shift amount: the 32-bit forms. */
  SHIFT_W,
  /** rs2, 12-bit offset(rs1). */
  S,
  /** rs1, rs2, 13-bit branch offset. */
  B,
  /** rd, upper 20 bits. */
  U,
  /** rd, 21-bit jump offset. */
  J,
  /** rd, CSR, rs1. */
  CSR,
  /** rd, CSR, 5-bit immediate. */
  CSR_I,
  /** rd, rs2, (rs1): atomic memory operations. */
  AMO,
  /** rd, (rs1): load reserved. */
  AMO_LOAD,
  /** rd, rs1, rs2, rounding mode: floating-point arithmetic. */
  FP,
  /** rd, rs1, rounding mode: floating-point square root and conversions. */
  FP_UNARY,
  /** rd, rs1: floating-point moves and classification. */
  FP_MOVE,
  /** (rs1): cache-block operations. */
  ADDRESS,
  /** rs1, rs2: address-translation fences. */
  FENCE_VMA,
  /** No operands. */
  NONE;

  /** The sign-extended immediate of {@code word} in this format; 0 where the format has none. */
  public int immediate(int word) {
    return switch (this) {
      case I, LOAD -> word >> 20;
      case S -> word >> 25 << 5 | word >>> 7 & 0x1f;
      case B -> word >> 31 << 12 | (word << 4 & 0x800) | (word >>> 20 & 0x7e0) | (word >>> 7 & 0x1e);
      case U -> word & 0xffff_f000;
      case J -> word >> 31 << 20 | (word & 0xf_f000) | (word >>> 9 & 0x800) | (word >>> 20 & 0x7fe);
      case SHIFT -> word >>> 20 & 0x3f;
      case SHIFT_W -> word >>> 20 & 0x1f;
      case CSR, CSR_I -> word >>> 20;
      default -> 0;
    };
  }
}
