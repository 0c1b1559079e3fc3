package dev.kurki.cpu.isa;

import java.util.Locale;

/**
 * The extensions that a hart may have, by their names in the manuals, in the order in which an ISA string has them
 * (unprivileged specification, chapter "ISA Extension Naming Conventions").
 */
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
  /** Cache-block management; there is no cache to manage, so it checks permissions only. */
  ZICBOM,
  /** Cache-block prefetch: hints. */
  ZICBOP,
  /** Cache-block zero. */
  ZICBOZ,
  /** The counters {@code cycle}, {@code time} and {@code instret}. */
  ZICNTR,
  /** Conditional zero. */
  ZICOND,
  /** CSR access. */
  ZICSR,
  /** Instruction-fetch fence. */
  ZIFENCEI,
  /** {@code pause}, a hint. */
  ZIHINTPAUSE,
  /** Hardware performance counters; they count no events here. */
  ZIHPM,
  /** Wait on reservation set. */
  ZAWRS,
  /** Half precision, conversions only. */
  ZFHMIN,
  /** Address generation. */
  ZBA,
  /** Basic bit manipulation. */
  ZBB,
  /** Carry-less multiplication. */
  ZBC,
  /** Single-bit instructions. */
  ZBS,
  /** State enable: what {@code mstateen} lets lower modes use. */
  SMSTATEEN,
  /** State enable as the supervisor sees it: {@code sstateen}. */
  SSSTATEEN,
  /** The supervisor's own timer comparison. */
  SSTC,
  /** Accessed and dirty bits set by hardware where {@code menvcfg.ADUE} says so. */
  SVADU,
  /** Fine-grained address-translation fences. */
  SVINVAL,
  /** Contiguous pages of 64 KiB. */
  SVNAPOT,
  /** Page-based memory types. */
  SVPBMT,
  /** Sv48 translation, Sv39 being always there. */
  SV48,
  /** Sv57 translation, with which Sv48 comes. */
  SV57,
  /** Privileged architecture: M, S and U modes. */
  PRIVILEGED;

  /** The name as device trees and HOCON have it, e.g. {@code zicbom}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
