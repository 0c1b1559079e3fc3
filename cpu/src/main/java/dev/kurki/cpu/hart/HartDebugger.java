package dev.kurki.cpu.hart;

import java.util.Optional;
import java.util.OptionalLong;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;

/**
 * A hart as its debugger sees it, while it does not run: registers, memory by the addresses of its present mode, and where it
 * is to stop. CSRs are accessed as machine mode does; floating point is, where it is off, too.
 */
public final class HartDebugger {
  private final HartState state;
  private final CsrFile csrs;
  private final Mmu mmu;
  private final GuestMemory memory;

  HartDebugger(HartState state, CsrFile csrs, Mmu mmu, GuestMemory memory) {
    this.state = state;
    this.csrs = csrs;
    this.mmu = mmu;
    this.memory = memory;
  }

  /** A register's value; empty where there is no such register. */
  public OptionalLong read(RegisterName name) {
    return switch (name.file()) {
      case X -> OptionalLong.of(state.x[name.number()]);
      case F -> OptionalLong.of(state.f[name.number()]);
      case PC -> OptionalLong.of(state.pc);
      case PRIVILEGE -> OptionalLong.of(state.privilege);
      case CSR -> csrs.exists(name.number())
          ? OptionalLong.of(csrs.read(name.number()))
          : OptionalLong.empty();
    };
  }

  /**
   * Sets a register; fields that a CSR does not have stay.
   *
   * @return whether there is such a register and it can be written
   */
  public boolean write(RegisterName name, long value) {
    switch (name.file()) {
      case X -> state.x[name.number() == 0 ? HartState.SINK : name.number()] = value;
      case F -> state.f[name.number()] = value;
      case PC -> state.pc = value & ~1L;
      case PRIVILEGE -> {
        return false;
      }
      case CSR -> {
        if (!csrs.exists(name.number())) {
          return false;
        }
        try {
          csrs.write(name.number(), value);
        } catch (Trap _) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Reads RAM by a virtual address; marks nothing accessed.
   *
   * @param length bytes, from 0
   * @return the bytes; empty where any of them is not mapped, or not RAM
   * @throws dev.kurki.actors.memory.MissingPage where a page has to come first
   */
  public Optional<Bytes> readMemory(long address, int length) {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length;) {
      int piece = (int) Math.min(length - done, toPageEnd(address + done));
      OptionalLong physical = mmu.examine(address + done);
      if (physical.isEmpty() || !memory.contains(physical.getAsLong(), piece)) {
        return Optional.empty();
      }
      System.arraycopy(memory.read(physical.getAsLong(), piece), 0, bytes, done, piece);
      done += piece;
    }
    return Optional.of(Bytes.of(bytes));
  }

  /**
   * Writes RAM by a virtual address, whatever its permissions.
   *
   * @return whether all of it is mapped and RAM; if not, the bytes before the first that is not are written
   * @throws dev.kurki.actors.memory.MissingPage where a page has to come first; written again then, all of it is
   */
  public boolean writeMemory(long address, Bytes data) {
    byte[] bytes = data.toArray();
    for (int done = 0; done < bytes.length;) {
      int piece = (int) Math.min(bytes.length - done, toPageEnd(address + done));
      OptionalLong physical = mmu.examine(address + done);
      if (physical.isEmpty() || !memory.contains(physical.getAsLong(), piece)) {
        return false;
      }
      byte[] part = new byte[piece];
      System.arraycopy(bytes, done, part, 0, piece);
      memory.write(physical.getAsLong(), part);
      done += piece;
    }
    return true;
  }

  /** Says where to stop, instead of what was said before; code that was written meanwhile is seen from here on. */
  public void stopAt(StopConditions conditions) {
    mmu.stopAt(conditions);
  }

  private static long toPageEnd(long address) {
    return GuestMemory.PAGE_BYTES - (address & GuestMemory.PAGE_BYTES - 1);
  }
}
