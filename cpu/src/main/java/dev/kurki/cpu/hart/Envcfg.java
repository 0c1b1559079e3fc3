package dev.kurki.cpu.hart;

import dev.kurki.cpu.isa.Extension;
import dev.kurki.cpu.isa.InstructionSet;

/** Fields of {@code menvcfg} and {@code senvcfg} (privileged specification, sections 3.1.18 and 12.1.10). */
final class Envcfg {
  static final long FIOM = 1;
  static final long CBIE = 3L << 4;
  static final long CBCFE = 1L << 6;
  static final long CBZE = 1L << 7;
  static final long ADUE = 1L << 61;
  static final long PBMTE = 1L << 62;
  static final long STCE = 1L << 63;

  private Envcfg() {}

  /** What {@code menvcfg} can hold in a hart with these extensions. */
  static long machineWritable(InstructionSet isa) {
    return supervisorWritable(isa) | (isa.has(Extension.SVADU) ? ADUE : 0) | (isa.has(Extension.SVPBMT) ? PBMTE : 0)
        | (isa.has(Extension.SSTC) ? STCE : 0);
  }

  /** What {@code senvcfg} can hold in a hart with these extensions. */
  static long supervisorWritable(InstructionSet isa) {
    return FIOM | (isa.has(Extension.ZICBOM) ? CBIE | CBCFE : 0) | (isa.has(Extension.ZICBOZ) ? CBZE : 0);
  }

  /** The field CBIE has a reserved encoding, 2; a write of it leaves 0. */
  static long legal(long value) {
    return (value & CBIE) == 2L << 4 ? value & ~CBIE : value;
  }
}
