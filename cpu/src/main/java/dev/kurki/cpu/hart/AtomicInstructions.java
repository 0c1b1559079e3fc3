package dev.kurki.cpu.hart;

import java.lang.invoke.VarHandle;

import dev.kurki.actors.memory.HostMemory;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.Operands;

/**
 * The A extension on RAM that harts share: each operation is a compare-and-set of the host. A reservation is an address
 * with the value read there; {@code sc} succeeds while that value stands.
 */
final class AtomicInstructions {
  private static final int WIDTH_MASK = 7;
  private static final int DOUBLE_WORD = 3;

  private final HartState state;
  private final Mmu mmu;

  AtomicInstructions(HartState state, Mmu mmu) {
    this.state = state;
    this.mmu = mmu;
  }

  void execute(Instruction row, int word) {
    long address = state.x[Operands.rs1(word)];
    long operand = state.x[Operands.rs2(word)];
    int width = (word >>> 12 & WIDTH_MASK) == DOUBLE_WORD ? 8 : 4;
    long result = switch (row) {
      case LR_W, LR_D -> loadReserved(address, width);
      case SC_W, SC_D -> storeConditional(address, width, operand);
      default -> modify(row, address, width, operand);
    };
    int rd = Operands.rd(word);
    state.x[rd == 0 ? HartState.SINK : rd] = result;
  }

  private long loadReserved(long address, int width) {
    long host = mmu.reservable(address, width);
    state.reservedAddress = mmu.physical(host);
    state.reservedValue = get(host, width);
    // For an lr.aq: what comes behind it in the program is read behind it.
    VarHandle.acquireFence();
    return state.reservedValue;
  }

  private long storeConditional(long address, int width, long operand) {
    long host = mmu.atomic(address, width);
    boolean stored = state.reservedAddress == mmu.physical(host) && exchange(host, width, state.reservedValue, operand);
    state.reservedAddress = HartState.UNRESERVED;
    return stored ? 0 : 1;
  }

  private long modify(Instruction row, long address, int width, long operand) {
    long host = mmu.atomic(address, width);
    while (true) {
      long old = get(host, width);
      if (exchange(host, width, old, combine(row, old, width == 8 ? operand : (int) operand))) {
        return old;
      }
    }
  }

  private static long combine(Instruction row, long old, long operand) {
    return switch (row) {
      case AMOSWAP_W, AMOSWAP_D -> operand;
      case AMOADD_W, AMOADD_D -> old + operand;
      case AMOXOR_W, AMOXOR_D -> old ^ operand;
      case AMOAND_W, AMOAND_D -> old & operand;
      case AMOOR_W, AMOOR_D -> old | operand;
      case AMOMIN_W, AMOMIN_D -> Math.min(old, operand);
      case AMOMAX_W, AMOMAX_D -> Math.max(old, operand);
      // Sign-extended words keep their unsigned order.
      case AMOMINU_W, AMOMINU_D -> Long.compareUnsigned(old, operand) < 0 ? old : operand;
      case AMOMAXU_W, AMOMAXU_D -> Long.compareUnsigned(old, operand) > 0 ? old : operand;
      default -> throw new IllegalStateException(row + " is no atomic memory operation");
    };
  }

  private static long get(long host, int width) {
    return width == 8 ? HostMemory.getLong(host) : HostMemory.getInt(host);
  }

  private static boolean exchange(long host, int width, long expected, long value) {
    return width == 8
        ? HostMemory.compareAndSetLong(host, expected, value)
        : HostMemory.compareAndSetInt(host, (int) expected, (int) value);
  }
}
