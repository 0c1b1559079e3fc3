package dev.kurki.cpu.assembler;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.kurki.actors.section.Bytes;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Format;
import dev.kurki.cpu.isa.Instruction;

/**
 * Assembles one program, call by call in the order of its addresses. Operands stand in the manuals' order. An operand that
 * does not fit its field is an {@link IllegalArgumentException}, thrown at the call or, where a label is involved, by
 * {@link #assemble}.
 */
public final class Assembler {
  private static final int IMMEDIATE_BITS = 12;
  private static final int BRANCH_BITS = 13;
  private static final int JUMP_BITS = 21;
  /** The rounding mode field that refers to {@code frm}. */
  private static final int DYNAMIC_ROUNDING = 7 << 12;

  /** A word whose value may depend on labels that are placed later. */
  private record Piece(int bytes, Supplier<byte[]> content) {}

  private final long base;
  private final List<Piece> pieces = new ArrayList<>();
  private int offset;

  /** A program for an address; it runs from its first instruction. */
  public Assembler(long base) {
    this.base = base;
  }

  /** A label, not placed yet; the name is for people. */
  public Label label(String name) {
    return new Label(name);
  }

  /** Places a label here. */
  public Assembler place(Label label) {
    label.place(offset);
    return this;
  }

  /** An instruction of format R: {@code row rd, rs1, rs2}. */
  public Assembler r(Instruction row, Register rd, Register rs1, Register rs2) {
    return word(Encoder.registers(row, rd.number(), rs1.number(), rs2.number()));
  }

  /** An instruction with one source: {@code row rd, rs1}. */
  public Assembler unary(Instruction row, Register rd, Register rs1) {
    return word(row.match() | rd.number() << 7 | rs1.number() << 15);
  }

  /** Format I and shifts: {@code row rd, rs1, immediate}. */
  public Assembler i(Instruction row, Register rd, Register rs1, int immediate) {
    return word(Encoder.immediate(row, rd.number(), rs1.number(), fitting(immediate, IMMEDIATE_BITS)));
  }

  /** A load or {@code jalr}: {@code row rd, offset(rs1)}. */
  public Assembler load(Instruction row, Register rd, int offset, Register rs1) {
    return i(row, rd, rs1, offset);
  }

  /** A store: {@code row rs2, offset(rs1)}. */
  public Assembler store(Instruction row, Register rs2, int offset, Register rs1) {
    return word(Encoder.store(row, rs1.number(), rs2.number(), fitting(offset, IMMEDIATE_BITS)));
  }

  /** A branch: {@code row rs1, rs2, label}. */
  public Assembler branch(Instruction row, Register rs1, Register rs2, Label to) {
    int from = offset;
    return later(() -> Encoder.branch(row, rs1.number(), rs2.number(), fitting(to.offset() - from, BRANCH_BITS)));
  }

  /** {@code jal rd, label}. */
  public Assembler jal(Register rd, Label to) {
    int from = offset;
    return later(() -> Encoder.jump(Instruction.JAL, rd.number(), fitting(to.offset() - from, JUMP_BITS)));
  }

  /** {@code j label}. */
  public Assembler jump(Label to) {
    return jal(Register.ZERO, to);
  }

  /** {@code call label}, within 1 MiB. */
  public Assembler call(Label to) {
    return jal(Register.RA, to);
  }

  /** {@code ret}. */
  public Assembler ret() {
    return i(Instruction.JALR, Register.ZERO, Register.RA, 0);
  }

  /** {@code mv rd, rs}. */
  public Assembler move(Register rd, Register rs) {
    return i(Instruction.ADDI, rd, rs, 0);
  }

  /** {@code li rd, value}, in as many instructions as the value takes. */
  public Assembler li(Register rd, long value) {
    if (value == (int) value) {
      int low = (int) value << 20 >> 20;
      int high = (int) value - low;
      if (high == 0) {
        return i(Instruction.ADDI, rd, Register.ZERO, low);
      }
      word(Instruction.LUI.match() | rd.number() << 7 | high);
      return low == 0 && (int) value == high ? this : i(Instruction.ADDIW, rd, rd, low);
    }
    long low = value << 52 >> 52;
    long rest = value - low >> IMMEDIATE_BITS;
    int zeros = Long.numberOfTrailingZeros(rest);
    li(rd, rest >> zeros);
    i(Instruction.SLLI, rd, rd, zeros + IMMEDIATE_BITS);
    return low == 0 ? this : i(Instruction.ADDI, rd, rd, (int) low);
  }

  /** {@code la rd, label}: relative to {@code pc}. */
  public Assembler la(Register rd, Label to) {
    int from = offset;
    later(() -> Instruction.AUIPC.match() | rd.number() << 7 | to.offset() - from + 0x800 & 0xffff_f000);
    return later(() -> Encoder.immediate(Instruction.ADDI, rd.number(), rd.number(), to.offset() - from));
  }

  /** A CSR instruction with a register: {@code row rd, csr, rs1}. */
  public Assembler csr(Instruction row, Register rd, Csr csr, Register rs1) {
    return word(Encoder.immediate(row, rd.number(), rs1.number(), csr.number()));
  }

  /** A CSR instruction on one of a run of alike CSRs, {@code index} from 0: {@code row rd, csr, rs1}. */
  public Assembler csr(Instruction row, Register rd, Csr csr, int index, Register rs1) {
    return word(Encoder.immediate(row, rd.number(), rs1.number(), csr.number(index)));
  }

  /** Floating point: {@code row rd, rs1, rs2}; where it rounds, it does as {@code frm} says. */
  public Assembler f(Instruction row, FloatRegister rd, FloatRegister rs1, FloatRegister rs2) {
    return word(Encoder.registers(row, rd.number(), rs1.number(), rs2.number()) | dynamicRounding(row));
  }

  /** Fused multiply-add: {@code row rd, rs1, rs2, rs3}. */
  public Assembler f(Instruction row, FloatRegister rd, FloatRegister rs1, FloatRegister rs2, FloatRegister rs3) {
    return word(Encoder.registers(row, rd.number(), rs1.number(), rs2.number()) | rs3.number() << 27
        | dynamicRounding(row));
  }

  /** Floating point with one source: {@code row rd, rs1}. */
  public Assembler f(Instruction row, FloatRegister rd, FloatRegister rs1) {
    return word(Encoder.registers(row, rd.number(), rs1.number(), 0) | dynamicRounding(row));
  }

  /** From an integer register to a floating-point one: {@code row rd, rs1}. */
  public Assembler f(Instruction row, FloatRegister rd, Register rs1) {
    return word(Encoder.registers(row, rd.number(), rs1.number(), 0) | dynamicRounding(row));
  }

  /** From a floating-point register to an integer one: {@code row rd, rs1}. */
  public Assembler f(Instruction row, Register rd, FloatRegister rs1) {
    return word(Encoder.registers(row, rd.number(), rs1.number(), 0) | dynamicRounding(row));
  }

  /** A floating-point load: {@code row rd, offset(rs1)}. */
  public Assembler load(Instruction row, FloatRegister rd, int offset, Register rs1) {
    return word(Encoder.immediate(row, rd.number(), rs1.number(), fitting(offset, IMMEDIATE_BITS)));
  }

  /** An instruction without operands. */
  public Assembler plain(Instruction row) {
    return word(row.match());
  }

  /** A word of code or data as it stands. */
  public Assembler word(int word) {
    return later(() -> word);
  }

  /** A text in ASCII with a zero behind it, padded to whole words. */
  public Assembler text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    byte[] padded = new byte[bytes.length + 4 & ~3];
    System.arraycopy(bytes, 0, padded, 0, bytes.length);
    return add(new Piece(padded.length, () -> padded));
  }

  /** Zeros up to the next multiple of {@code bytes}, a power of two from 4 on. */
  public Assembler align(int bytes) {
    byte[] zeros = new byte[-offset & bytes - 1];
    return add(new Piece(zeros.length, () -> zeros));
  }

  /**
   * The program.
   *
   * @throws IllegalArgumentException when a label is out of an instruction's reach
   * @throws IllegalStateException when a label was never placed
   */
  public Program assemble() {
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    pieces.forEach(piece -> image.writeBytes(piece.content().get()));
    return new Program(base, Bytes.of(image.toByteArray()));
  }

  private Assembler later(Supplier<Integer> word) {
    return add(new Piece(Integer.BYTES,
        () -> ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(word.get()).array()));
  }

  private Assembler add(Piece piece) {
    pieces.add(piece);
    offset += piece.bytes();
    return this;
  }

  private static int dynamicRounding(Instruction row) {
    return row.format() == Format.FP || row.format() == Format.FP_UNARY || row.format() == Format.R4
        ? DYNAMIC_ROUNDING
        : 0;
  }

  private static int fitting(int value, int bits) {
    if (value >= 1 << bits - 1 || value < -(1 << bits - 1)) {
      throw new IllegalArgumentException(value + " does not fit " + bits + " bits");
    }
    return value;
  }
}
