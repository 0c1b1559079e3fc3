package dev.kurki.cpu.translate;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.kurki.cpu.isa.Operands;
import dev.kurki.cpu.microop.MicroOp;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.VarHandle;

/** Writes one instruction of a region after the other. */
final class InstructionWriter {
  private static final ClassDesc LONG = RegionWriter.desc(Long.class);
  private static final MethodTypeDesc COMPARE = MethodTypeDesc.of(CD_int, CD_long, CD_long);

  private final CodeBuilder code;
  private final RegionLocals locals;
  private final RegionWriter region;
  private final ArithmeticWriter arithmetic;
  private final MemoryWriter memory;
  private final FloatWriter floating;

  InstructionWriter(CodeBuilder code, RegionLocals locals, HostAccess host, RegionWriter region) {
    this.code = code;
    this.locals = locals;
    this.region = region;
    this.arithmetic = new ArithmeticWriter(code, locals);
    this.memory = new MemoryWriter(code, locals, host);
    this.floating = new FloatWriter(code, locals, memory);
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
        memory.load(u, region.exit(Region.ASIDE, slot, notCounted));
      case MicroOp.SB, MicroOp.SH, MicroOp.SW, MicroOp.SD -> {
        memory.store(u, region.exit(Region.ASIDE, slot, notCounted));
        return true;
      }
      case MicroOp.FENCE -> {
        code.invokestatic(RegionWriter.desc(VarHandle.class), "fullFence", MethodTypeDesc.of(CD_void));
        return true;
      }
      case MicroOp.OTHER -> {
        other(u, region.exit(Region.ASIDE, slot, notCounted));
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

  private void other(long u, Label aside) {
    if (!FloatWriter.isInline(u)) {
      callOut(u, aside);
      return;
    }
    Label slow = code.newLabel();
    Label done = code.newLabel();
    floating.write(u, slow, aside);
    code.labelBinding(done);
    region.outOfLine(() -> {
      code.labelBinding(slow);
      callOut(u, aside);
      code.goto_(done);
    });
  }

  private void callOut(long u, Label aside) {
    code.aload(RegionLocals.FRAME).loadConstant(u)
        .invokevirtual(RegionWriter.FRAME, "execute", MethodTypeDesc.of(CD_boolean, CD_long)).ifeq(aside);
    locals.fetch(Operands.rd(MicroOp.word(u)));
    locals.fetchFloat(Operands.rd(MicroOp.word(u)));
  }
}
