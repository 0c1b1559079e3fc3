package dev.kurki.cpu.translate;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.kurki.actors.memory.HostMemory;
import dev.kurki.cpu.isa.Operands;
import dev.kurki.cpu.microop.MicroOp;
import dev.kurki.cpu.microop.Multiplier;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.VarHandle;

/** Writes one instruction of a region after the other. */
final class InstructionWriter {
  private static final ClassDesc MEMORY = RegionWriter.desc(HostMemory.class);
  private static final ClassDesc MULTIPLIER = RegionWriter.desc(Multiplier.class);
  private static final ClassDesc MATH = RegionWriter.desc(Math.class);
  private static final ClassDesc LONG = RegionWriter.desc(Long.class);
  private static final MethodTypeDesc OF_TWO = MethodTypeDesc.of(CD_long, CD_long, CD_long);
  private static final MethodTypeDesc COMPARE = MethodTypeDesc.of(CD_int, CD_long, CD_long);
  private static final MethodTypeDesc PLACE = MethodTypeDesc.of(CD_long, RegionWriter.FRAME, CD_long, CD_long, CD_int);
  private static final long LOW_WORD = 0xffff_ffffL;

  private final CodeBuilder code;
  private final RegionLocals locals;
  private final RegionWriter region;

  InstructionWriter(CodeBuilder code, RegionLocals locals, RegionWriter region) {
    this.code = code;
    this.locals = locals;
    this.region = region;
  }

  /**
   * Writes one.
   *
   * @param notCounted how many instructions of its run are counted though they are not executed before it, itself among them
   * @return whether the instruction behind it can be the next one
   */
  boolean write(int slot, long u, int notCounted) {
    int op = MicroOp.op(u);
    switch (op) {
      case MicroOp.LUI -> code.loadConstant(MicroOp.immediate(u));
      case MicroOp.AUIPC -> code.lload(RegionLocals.PAGE).loadConstant(MicroOp.immediate(u)).ladd();
      case MicroOp.BEQ, MicroOp.BNE, MicroOp.BLT, MicroOp.BGE, MicroOp.BLTU, MicroOp.BGEU -> {
        branch(op, u, region.target(slot, MicroOp.target(u)));
        return true;
      }
      case MicroOp.JAL -> {
        jump(slot, u);
        return false;
      }
      case MicroOp.JALR -> {
        jumpToRegister(u);
        return false;
      }
      case MicroOp.LB, MicroOp.LH, MicroOp.LW, MicroOp.LD, MicroOp.LBU, MicroOp.LHU, MicroOp.LWU ->
        load(op, u, region.exit(Region.ASIDE, slot, notCounted));
      case MicroOp.SB, MicroOp.SH, MicroOp.SW, MicroOp.SD -> {
        store(op, u, region.exit(Region.ASIDE, slot, notCounted));
        return true;
      }
      case MicroOp.FENCE -> {
        code.invokestatic(RegionWriter.desc(VarHandle.class), "fullFence", MethodTypeDesc.of(CD_void));
        return true;
      }
      case MicroOp.OTHER -> {
        callOut(u, region.exit(Region.ASIDE, slot, notCounted));
        return true;
      }
      default -> compute(op, u);
    }
    locals.write(MicroOp.rd(u));
    return true;
  }

  private void branch(int op, long u, Label target) {
    locals.read(MicroOp.rs1(u));
    locals.read(MicroOp.rs2(u));
    switch (op) {
      case MicroOp.BEQ -> code.lcmp().ifeq(target);
      case MicroOp.BNE -> code.lcmp().ifne(target);
      case MicroOp.BLT -> code.lcmp().iflt(target);
      case MicroOp.BGE -> code.lcmp().ifge(target);
      case MicroOp.BLTU -> code.invokestatic(LONG, "compareUnsigned", COMPARE).iflt(target);
      default -> code.invokestatic(LONG, "compareUnsigned", COMPARE).ifge(target);
    }
  }

  private void jump(int slot, long u) {
    if (RegionPlan.isPlainJump(u)) {
      code.goto_(region.target(slot, MicroOp.target(u)));
    } else {
      code.lload(RegionLocals.PAGE).loadConstant(2L * (slot + MicroOp.length(u))).ladd();
      locals.write(MicroOp.rd(u));
      region.leave(Region.ON, MicroOp.target(u), 0);
    }
  }

  private void jumpToRegister(long u) {
    locals.read(MicroOp.rs1(u)).loadConstant(MicroOp.jumpOffset(u)).ladd().loadConstant(~1L).land()
        .lstore(RegionLocals.ADDRESS);
    code.lload(RegionLocals.PAGE).loadConstant(MicroOp.link(u)).ladd();
    locals.write(MicroOp.rd(u));
    Label far = code.newLabel();
    code.lload(RegionLocals.ADDRESS).loadConstant(TlbEntry.PAGE_MASK).land().lload(RegionLocals.PAGE).lcmp().ifne(far)
        .lload(RegionLocals.ADDRESS).lload(RegionLocals.PAGE).lsub().l2i().iconst_1().ishr()
        .istore(RegionLocals.SLOT);
    region.leave(Region.ON);
    code.labelBinding(far).aload(RegionLocals.FRAME).lload(RegionLocals.ADDRESS)
        .putfield(RegionWriter.FRAME, "far", CD_long).iconst_0().istore(RegionLocals.SLOT);
    region.leave(Region.FAR);
  }

  private void load(int op, long u, Label aside) {
    place("read", u, width(op), aside);
    switch (op) {
      case MicroOp.LB -> get("getByte", CD_byte).i2l();
      case MicroOp.LBU -> get("getByte", CD_byte).loadConstant(0xff).iand().i2l();
      case MicroOp.LH -> get("getShort", CD_short).i2l();
      case MicroOp.LHU -> get("getShort", CD_short).loadConstant(0xffff).iand().i2l();
      case MicroOp.LW -> get("getInt", CD_int).i2l();
      case MicroOp.LWU -> get("getInt", CD_int).i2l().loadConstant(LOW_WORD).land();
      default -> get("getLong", CD_long);
    }
  }

  private void store(int op, long u, Label aside) {
    place("write", u, width(op), aside);
    code.lload(RegionLocals.ADDRESS);
    locals.read(MicroOp.rs2(u));
    switch (op) {
      case MicroOp.SB -> put("putByte", code.l2i().i2b(), CD_byte);
      case MicroOp.SH -> put("putShort", code.l2i().i2s(), CD_short);
      case MicroOp.SW -> put("putInt", code.l2i(), CD_int);
      default -> put("putLong", code, CD_long);
    }
  }

  /** Leaves the host address in its variable, or goes aside. */
  private void place(String method, long u, int width, Label aside) {
    code.aload(RegionLocals.FRAME).lload(RegionLocals.TLB);
    locals.read(MicroOp.rs1(u)).loadConstant(MicroOp.immediate(u)).ladd().loadConstant(width)
        .invokestatic(RegionWriter.FRAME, method, PLACE).dup2().lstore(RegionLocals.ADDRESS).lconst_0().lcmp()
        .ifeq(aside);
  }

  private CodeBuilder get(String method, ClassDesc type) {
    return code.lload(RegionLocals.ADDRESS).invokestatic(MEMORY, method, MethodTypeDesc.of(type, CD_long));
  }

  private static void put(String method, CodeBuilder value, ClassDesc type) {
    value.invokestatic(MEMORY, method, MethodTypeDesc.of(CD_void, CD_long, type));
  }

  private void callOut(long u, Label aside) {
    locals.putBack(Operands.rs1(MicroOp.word(u)));
    locals.putBack(Operands.rs2(MicroOp.word(u)));
    code.aload(RegionLocals.FRAME).loadConstant(u)
        .invokevirtual(RegionWriter.FRAME, "execute", MethodTypeDesc.of(CD_boolean, CD_long)).ifeq(aside);
    if (RegionLocals.writesInteger(u)) {
      locals.fetch(Operands.rd(MicroOp.word(u)));
    }
  }

  /** Leaves what goes into {@code rd} on the stack. */
  private void compute(int op, long u) {
    boolean immediate = op <= MicroOp.SRAI || (op >= MicroOp.ADDIW && op <= MicroOp.SRAIW);
    boolean shift = switch (op) {
      case MicroOp.SLLI, MicroOp.SRLI, MicroOp.SRAI, MicroOp.SLLIW, MicroOp.SRLIW, MicroOp.SRAIW, MicroOp.SLL,
          MicroOp.SRL, MicroOp.SRA, MicroOp.SLLW, MicroOp.SRLW, MicroOp.SRAW ->
        true;
      default -> false;
    };
    boolean narrow = switch (op) {
      case MicroOp.SLLIW, MicroOp.SRLIW, MicroOp.SRAIW, MicroOp.SLLW, MicroOp.SRLW, MicroOp.SRAW -> true;
      default -> false;
    };
    locals.read(MicroOp.rs1(u));
    if (narrow) {
      code.l2i();
    }
    if (op == MicroOp.DIVUW || op == MicroOp.REMUW) {
      code.loadConstant(LOW_WORD).land();
    } else if (op == MicroOp.DIVW || op == MicroOp.REMW) {
      code.l2i().i2l();
    }
    if (shift && immediate) {
      code.loadConstant((int) MicroOp.immediate(u));
    } else if (immediate) {
      code.loadConstant(MicroOp.immediate(u));
    } else {
      locals.read(MicroOp.rs2(u));
      if (shift) {
        code.l2i();
      } else if (op == MicroOp.DIVUW || op == MicroOp.REMUW) {
        code.loadConstant(LOW_WORD).land();
      } else if (op == MicroOp.DIVW || op == MicroOp.REMW) {
        code.l2i().i2l();
      }
    }
    switch (op) {
      case MicroOp.ADDI, MicroOp.ADD -> code.ladd();
      case MicroOp.SUB -> code.lsub();
      case MicroOp.XORI, MicroOp.XOR -> code.lxor();
      case MicroOp.ORI, MicroOp.OR -> code.lor();
      case MicroOp.ANDI, MicroOp.AND -> code.land();
      case MicroOp.SLLI, MicroOp.SLL -> code.lshl();
      case MicroOp.SRLI, MicroOp.SRL -> code.lushr();
      case MicroOp.SRAI, MicroOp.SRA -> code.lshr();
      case MicroOp.ADDIW, MicroOp.ADDW -> code.ladd().l2i().i2l();
      case MicroOp.SUBW -> code.lsub().l2i().i2l();
      case MicroOp.SLLIW, MicroOp.SLLW -> code.ishl().i2l();
      case MicroOp.SRLIW, MicroOp.SRLW -> code.iushr().i2l();
      case MicroOp.SRAIW, MicroOp.SRAW -> code.ishr().i2l();
      case MicroOp.MUL -> code.lmul();
      case MicroOp.MULW -> code.lmul().l2i().i2l();
      case MicroOp.MULH -> code.invokestatic(MATH, "multiplyHigh", OF_TWO);
      case MicroOp.MULHU -> code.invokestatic(MATH, "unsignedMultiplyHigh", OF_TWO);
      case MicroOp.MULHSU -> code.invokestatic(MULTIPLIER, "multiplyHighSignedUnsigned", OF_TWO);
      case MicroOp.DIV -> code.invokestatic(MULTIPLIER, "divide", OF_TWO);
      case MicroOp.DIVU -> code.invokestatic(MULTIPLIER, "divideUnsigned", OF_TWO);
      case MicroOp.REM -> code.invokestatic(MULTIPLIER, "remainder", OF_TWO);
      case MicroOp.REMU -> code.invokestatic(MULTIPLIER, "remainderUnsigned", OF_TWO);
      case MicroOp.DIVW -> code.invokestatic(MULTIPLIER, "divide", OF_TWO).l2i().i2l();
      case MicroOp.DIVUW -> code.invokestatic(MULTIPLIER, "divideUnsigned", OF_TWO).l2i().i2l();
      case MicroOp.REMW -> code.invokestatic(MULTIPLIER, "remainder", OF_TWO).l2i().i2l();
      case MicroOp.REMUW -> code.invokestatic(MULTIPLIER, "remainderUnsigned", OF_TWO).l2i().i2l();
      case MicroOp.SLTI, MicroOp.SLT -> truth(code.lcmp());
      case MicroOp.SLTIU, MicroOp.SLTU -> truth(code.invokestatic(LONG, "compareUnsigned", COMPARE));
      default -> throw new IllegalStateException("micro-op " + Long.toHexString(u));
    }
  }

  /** Of a comparison: 1 where it is less, else 0. */
  private static void truth(CodeBuilder compared) {
    compared.loadConstant(31).iushr().i2l();
  }

  private static int width(int op) {
    return switch (op) {
      case MicroOp.LB, MicroOp.LBU, MicroOp.SB -> 1;
      case MicroOp.LH, MicroOp.LHU, MicroOp.SH -> 2;
      case MicroOp.LW, MicroOp.LWU, MicroOp.SW -> 4;
      default -> 8;
    };
  }
}
