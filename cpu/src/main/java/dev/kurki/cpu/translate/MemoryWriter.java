package dev.kurki.cpu.translate;

import dev.kurki.cpu.isa.Operands;
import dev.kurki.cpu.microop.MicroOp;
import dev.kurki.cpu.translate.HostAccess.Width;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/**
 * Writes loads and stores: a look at the entry of the address, and the access where that has it; else the instruction is left to
 * the interpreter, which fills the entry.
 */
final class MemoryWriter {
  private static final long LOW_WORD = 0xffff_ffffL;

  private final CodeBuilder code;
  private final RegionLocals locals;
  private final HostAccess host;

  MemoryWriter(CodeBuilder code, RegionLocals locals, HostAccess host) {
    this.code = code;
    this.locals = locals;
    this.host = host;
  }

  /** Leaves what is loaded on the stack, extended. */
  void load(long u, Label aside) {
    int op = MicroOp.op(u);
    Width width = width(op);
    find(MicroOp.rs1(u), MicroOp.immediate(u), width, TlbEntry.READ_TAG, aside);
    get(width, TlbEntry.READ_OFFSET);
    switch (op) {
      case MicroOp.LBU -> code.loadConstant(0xff).iand().i2l();
      case MicroOp.LHU -> code.loadConstant(0xffff).iand().i2l();
      case MicroOp.LWU -> code.i2l().loadConstant(LOW_WORD).land();
      case MicroOp.LD -> {
        // It is a long already.
      }
      default -> code.i2l();
    }
  }

  /** Stores a register. */
  void store(long u, Label aside) {
    Width width = width(MicroOp.op(u));
    find(MicroOp.rs1(u), MicroOp.immediate(u), width, TlbEntry.WRITE_TAG, aside);
    place(TlbEntry.WRITE_OFFSET);
    locals.read(MicroOp.rs2(u));
    put(width);
  }

  /** Leaves the bits of a floating-point load on the stack, with ones above them if they are fewer than 64. */
  void loadFloat(int word, int immediate, Width width, Label aside) {
    find(Operands.rs1(word), immediate, width, TlbEntry.READ_TAG, aside);
    get(width, TlbEntry.READ_OFFSET);
    if (width == Width.INT) {
      code.i2l().loadConstant(~LOW_WORD).lor();
    }
  }

  /** Stores a floating-point register. */
  void storeFloat(int word, int immediate, Width width, Label aside) {
    find(Operands.rs1(word), immediate, width, TlbEntry.WRITE_TAG, aside);
    place(TlbEntry.WRITE_OFFSET);
    locals.readFloat(Operands.rs2(word));
    put(width);
  }

  /** Leaves the address and its entry in their variables, or goes aside. */
  private void find(int base, long offset, Width width, int tag, Label aside) {
    locals.read(base);
    if (offset != 0) {
      code.loadConstant(offset).ladd();
    }
    code.dup2().lstore(RegionLocals.ADDRESS).loadConstant(TlbEntry.SHIFT).lushr().loadConstant(TlbEntry.MASK).land()
        .lload(RegionLocals.TLB).ladd().lstore(RegionLocals.ENTRY)
        .lload(RegionLocals.ADDRESS).loadConstant(TlbEntry.PAGE_MASK | width.bytes() - 1).land();
    entry(tag).lcmp().ifne(aside);
  }

  private void get(Width width, int offset) {
    place(offset);
    host.get(width);
  }

  private void place(int offset) {
    host.begin().lload(RegionLocals.ADDRESS);
    entry(offset).ladd();
  }

  private CodeBuilder entry(int offset) {
    host.begin().lload(RegionLocals.ENTRY);
    if (offset != 0) {
      code.loadConstant((long) offset).ladd();
    }
    return host.get(Width.LONG);
  }

  private void put(Width width) {
    switch (width) {
      case BYTE -> code.l2i().i2b();
      case SHORT -> code.l2i().i2s();
      case INT -> code.l2i();
      case LONG -> {
        // It is a long already.
      }
    }
    host.put(width);
  }

  private static Width width(int op) {
    return switch (op) {
      case MicroOp.LB, MicroOp.LBU, MicroOp.SB -> Width.BYTE;
      case MicroOp.LH, MicroOp.LHU, MicroOp.SH -> Width.SHORT;
      case MicroOp.LW, MicroOp.LWU, MicroOp.SW -> Width.INT;
      default -> Width.LONG;
    };
  }
}
