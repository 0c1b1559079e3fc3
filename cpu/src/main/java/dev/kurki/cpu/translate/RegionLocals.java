package dev.kurki.cpu.translate;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.kurki.cpu.microop.MicroOp;
import java.lang.classfile.CodeBuilder;
import java.util.BitSet;

/**
 * The local variables of a region's method: its parameters, what it works with, and the guest registers that it reads. What is
 * written to a register goes to its array at once, so that a region can be left anywhere, and a hundred exits have nothing to
 * bring back.
 */
final class RegionLocals {
  static final int FRAME = 1;
  static final int TLB = 4;
  static final int PAGE = 6;
  static final int LEFT = 8;
  /** A guest's address, or where a jump leads. */
  static final int ADDRESS = 10;
  /** The host address of the entry of an address. */
  static final int ENTRY = 12;
  /** What has been computed and is not written yet; a double or a float too. */
  static final int RESULT = 14;
  static final int SLOT = 16;
  static final int KIND = 17;
  static final int UNSAFE = 18;
  /** {@link RegionFrame#isFloatingPlain} when the region was entered. */
  static final int PLAIN = 19;
  private static final int X = 2;
  private static final int F = 3;
  private static final int REGISTERS = 20;

  private final CodeBuilder code;
  private final BitSet integersRead = new BitSet();
  private final BitSet floatsRead = new BitSet();
  private final int[] integers = new int[MicroOp.SINK];
  private final int[] floats = new int[MicroOp.SINK];

  RegionLocals(RegionPlan plan, CodeBuilder code) {
    this.code = code;
    for (int slot = plan.next(0); slot >= 0; slot = plan.next(slot + 1)) {
      RegistersRead.note(plan.microOp(slot), integersRead, floatsRead);
    }
    integersRead.clear(0);
    place(floatsRead, floats, place(integersRead, integers, REGISTERS));
  }

  private static int place(BitSet registers, int[] local, int first) {
    int next = first;
    for (int register = registers.nextSetBit(0); register >= 0; register = registers.nextSetBit(register + 1)) {
      local[register] = next;
      next += 2;
    }
    return next;
  }

  /** Brings the registers from their arrays. */
  void load() {
    integersRead.stream().forEach(this::fetch);
    floatsRead.stream().forEach(this::fetchFloat);
  }

  /** Leaves in the frame where the region has come to. */
  void store() {
    code.aload(FRAME).iload(SLOT).putfield(RegionWriter.FRAME, "slot", CD_int);
    code.aload(FRAME).lload(LEFT).putfield(RegionWriter.FRAME, "left", CD_long);
  }

  /** Pushes a register. */
  CodeBuilder read(int register) {
    return register == 0 ? code.lconst_0() : code.lload(integers[register]);
  }

  /** Pushes a floating-point register's 64 bits. */
  CodeBuilder readFloat(int register) {
    return code.lload(floats[register]);
  }

  /** Pops into a register. */
  void write(int register) {
    if (register == MicroOp.SINK) {
      code.pop2();
    } else {
      write(X, register, integersRead.get(register) ? integers[register] : RESULT);
    }
  }

  /** Pops into a floating-point register. */
  void writeFloat(int register) {
    write(F, register, floatsRead.get(register) ? floats[register] : RESULT);
  }

  private void write(int array, int register, int local) {
    code.lstore(local).aload(array).loadConstant(register).lload(local).lastore();
  }

  /** Brings a register from its array, if it is read here. */
  void fetch(int register) {
    fetch(X, register, integersRead, integers);
  }

  /** Brings a floating-point register from its array, if it is read here. */
  void fetchFloat(int register) {
    fetch(F, register, floatsRead, floats);
  }

  private void fetch(int array, int register, BitSet read, int[] local) {
    if (read.get(register)) {
      code.aload(array).loadConstant(register).laload().lstore(local[register]);
    }
  }

  /** Changes how many instructions are left. */
  void count(int instructions) {
    if (instructions != 0) {
      code.lload(LEFT).loadConstant((long) instructions).ladd().lstore(LEFT);
    }
  }
}
