package dev.kurki.cpu.hart;

import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.Operands;

/** Instructions that redirect the hart or change its mode: calls and returns, CSR access, fences, {@code wfi}. */
final class SystemInstructions {
  private final HartState state;
  private final CsrFile csrs;
  private final Traps traps;
  private final Mmu mmu;

  SystemInstructions(HartState state, CsrFile csrs, Traps traps, Mmu mmu) {
    this.state = state;
    this.csrs = csrs;
    this.traps = traps;
    this.mmu = mmu;
  }

  /** Executes the instruction at {@code pc} and sets {@code pc} to what follows it. */
  void execute(Instruction row, int word, long bytes) {
    switch (row) {
      case ECALL -> throw new Trap(Cause.ECALL + state.privilege, 0);
      case EBREAK -> throw new Trap(Cause.BREAKPOINT, state.pc);
      case MRET -> {
        require(state.privilege == Privilege.MACHINE);
        traps.returnFromMachine();
      }
      case SRET -> {
        require(isAllowed(Mstatus.TSR));
        traps.returnFromSupervisor();
      }
      case WFI -> {
        require(isAllowed(Mstatus.TW));
        state.waiting = true;
        state.pc += bytes;
      }
      // To wait no time at all is allowed; the slice ends soon enough.
      case WRS_STO -> state.pc += bytes;
      case WRS_NTO -> {
        require(state.privilege == Privilege.MACHINE || (state.mstatus & Mstatus.TW) == 0);
        state.pc += bytes;
      }
      case SFENCE_W_INVAL, SFENCE_INVAL_IR -> {
        require(state.privilege != Privilege.USER);
        state.pc += bytes;
      }
      case SFENCE_VMA, SINVAL_VMA -> {
        require(isAllowed(Mstatus.TVM));
        mmu.flush();
        state.pc += bytes;
      }
      case FENCE_I -> {
        mmu.fenceInstructions();
        state.pc += bytes;
      }
      case CSRRW -> access(word, bytes, state.x[Operands.rs1(word)], Change.WRITE);
      case CSRRS -> access(word, bytes, state.x[Operands.rs1(word)], Change.SET);
      case CSRRC -> access(word, bytes, state.x[Operands.rs1(word)], Change.CLEAR);
      case CSRRWI -> access(word, bytes, Operands.rs1(word), Change.WRITE);
      case CSRRSI -> access(word, bytes, Operands.rs1(word), Change.SET);
      case CSRRCI -> access(word, bytes, Operands.rs1(word), Change.CLEAR);
      default -> throw Trap.illegal();
    }
  }

  private enum Change {
    WRITE,
    SET,
    CLEAR
  }

  /** A write that is sure to change nothing, as its source is {@code x0} or 0, is none; a read into {@code x0} by a write is none. */
  private void access(int word, long bytes, long operand, Change change) {
    int number = Operands.csr(word);
    int rd = Operands.rd(word);
    boolean writes = change == Change.WRITE || Operands.rs1(word) != 0;
    csrs.check(number, writes);
    long old = change == Change.WRITE && rd == 0 ? 0 : csrs.read(number);
    if (writes) {
      csrs.write(number, switch (change) {
        case WRITE -> operand;
        case SET -> csrs.kept(number, old) | operand;
        case CLEAR -> csrs.kept(number, old) & ~operand;
      });
    }
    state.x[rd == 0 ? HartState.SINK : rd] = old;
    state.pc += bytes;
  }

  /** In machine mode always; in supervisor mode unless {@code mstatus} traps it; never in user mode. */
  private boolean isAllowed(long trapBit) {
    return state.privilege == Privilege.MACHINE
        || (state.privilege == Privilege.SUPERVISOR && (state.mstatus & trapBit) == 0);
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw Trap.illegal();
    }
  }
}
