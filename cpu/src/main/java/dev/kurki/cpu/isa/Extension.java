package dev.kurki.cpu.isa;

/** The extensions that instructions belong to, by their names in the manuals. */
public enum Extension {
  /** Base integer instructions. */
  I,
  /** Multiplication and division. */
  M,
  /** Atomics. */
  A,
  /** Single-precision floating point. */
  F,
  /** Double-precision floating point. */
  D,
  /** Compressed instructions; they have no rows of their own, see {@link Compressed}. */
  C,
  /** CSR access. */
  ZICSR,
  /** Instruction-fetch fence. */
  ZIFENCEI,
  /** Privileged architecture. */
  PRIVILEGED
}
