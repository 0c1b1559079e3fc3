package dev.kurki.cpu.fuzz;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.kurki.cpu.isa.Extension;
import dev.kurki.cpu.isa.Format;
import dev.kurki.cpu.isa.Instruction;

/** Rows of the instruction table by what a group wants of them. */
final class Rows {
  private static final Set<Format> COMPUTING = Set.of(Format.R, Format.UNARY, Format.I, Format.SHIFT, Format.SHIFT_W,
      Format.U);
  private static final Set<Format> FLOATING = Set.of(Format.R, Format.R4, Format.FP, Format.FP_UNARY, Format.FP_MOVE);
  private static final Set<Extension> FLOATING_EXTENSIONS = Set.of(Extension.F, Extension.D, Extension.ZFHMIN);
  private static final Set<Extension> INTEGER_EXTENSIONS = Set.of(Extension.I, Extension.M, Extension.ZBA,
      Extension.ZBB,
      Extension.ZBC, Extension.ZBS);

  /** From integer registers to an integer register; without {@code ctzw}, which counts on into the upper word in QEMU 7.2. */
  static final List<Instruction> INTEGER = select(row -> INTEGER_EXTENSIONS.contains(row.extension())
      && COMPUTING.contains(row.format()) && row != Instruction.JALR && row != Instruction.FENCE
      && row != Instruction.CTZW);
  /** Arithmetic, comparison, conversion and moves of floating-point numbers. */
  static final List<Instruction> FLOAT = select(
      row -> FLOATING_EXTENSIONS.contains(row.extension()) && FLOATING.contains(row.format()));
  static final List<Instruction> LOADS = select(row -> row.format() == Format.LOAD && row != Instruction.JALR);
  static final List<Instruction> STORES = select(row -> row.format() == Format.S);
  /** Atomic memory operations without {@code lr} and {@code sc}. */
  static final List<Instruction> AMOS = select(
      row -> row.format() == Format.AMO && row != Instruction.SC_W && row != Instruction.SC_D);
  static final List<Instruction> BRANCHES = select(row -> row.format() == Format.B);
  static final List<Instruction> CSR_ACCESS = select(
      row -> row.format() == Format.CSR || row.format() == Format.CSR_I);

  private Rows() {}

  private static List<Instruction> select(Predicate<Instruction> wanted) {
    return Stream.of(Instruction.values()).filter(row -> row != Instruction.ILLEGAL && wanted.test(row)).toList();
  }
}
