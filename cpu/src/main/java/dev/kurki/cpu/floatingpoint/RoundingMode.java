package dev.kurki.cpu.floatingpoint;

/** Rounding modes in the order of their encoding (unprivileged specification, table "Rounding mode encoding"). */
public enum RoundingMode {
  /** To nearest, ties to even. */
  RNE,
  /** Towards zero. */
  RTZ,
  /** Down. */
  RDN,
  /** Up. */
  RUP,
  /** To nearest, ties to the greater magnitude. */
  RMM
}
