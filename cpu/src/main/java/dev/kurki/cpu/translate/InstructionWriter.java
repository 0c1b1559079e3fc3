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
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.VarHandle;

/** Writes one instruction of a region after the other. */
final class InstructionWriter {
  private static final ClassDesc MEMORY = RegionWriter.desc(HostMemory.class);
  private static final ClassDesc LONG = RegionWriter.desc(Long.class);
  private static final MethodTypeDesc COMPARE = MethodTypeDesc.of(CD_int, CD_long, CD_long);
  private static final MethodTypeDesc PLACE = MethodTypeDesc.of(CD_long, RegionWriter.FRAME, CD_long, CD_long, CD_int);
  private static final long LOW_WORD = 0xffff_ffffL;

  private final CodeBuilder code;
  private final RegionLocals locals;
  private final RegionWriter region;
  private final ArithmeticWriter arithmetic;

  InstructionWriter(CodeBuilder code, RegionLocals locals, RegionWriter region) {
    this.code = code;
    this.locals = locals;
    this.region = region;
    this.arithmetic = new ArithmeticWriter(code, locals);
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
      default -> arithmetic.write(u);
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

  private static int width(int op) {
    return switch (op) {
      case MicroOp.LB, MicroOp.LBU, MicroOp.SB -> 1;
      case MicroOp.LH, MicroOp.LHU, MicroOp.SH -> 2;
      case MicroOp.LW, MicroOp.LWU, MicroOp.SW -> 4;
      default -> 8;
    };
  }
}
