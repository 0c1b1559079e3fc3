package dev.kurki.cpu.hart;

import java.util.Arrays;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.SavedState;
import dev.kurki.actors.section.Subsection;
import dev.kurki.actors.section.SubsectionState;

/**
 * A hart's state. Interrupt lines are in it, as the controllers that drive them tell changes only.
 *
 * @param pc the next instruction's address
 * @param privilege 0 user, 1 supervisor, 3 machine
 * @param waiting whether the hart is in {@code wfi}
 * @param x the integer registers
 * @param f the floating-point registers' bits
 * @param retired instructions retired since reset
 * @param cycleOffset what {@code mcycle} shows beyond that
 * @param instretOffset what {@code minstret} shows beyond that
 * @param stimecmp what {@code time} is compared with where {@code menvcfg.STCE} is set
 * @param reservedAddress the physical address that {@code lr} has reserved, -1 for none
 * @param reservedValue what {@code lr} read there
 * @param mip the pending bits that software has set
 * @param lines the levels of the interrupt lines, a bit a cause
 * @param resetPc where a reset begins
 * @param resetA1 {@code a1} after a reset
 * @param resetA2 {@code a2} after a reset
 * @param stateEnable what machine mode lets lower modes use
 */
@SavedState(id = "hart")
public record HartSection(long pc, @Field(min = 0, max = 3) int privilege, boolean waiting, @Field(length = 32) Longs x,
    @Field(length = 32) Longs f, long retired, long cycleOffset, long instretOffset, int mcountinhibit,
    @Field(min = 0, max = 31) int fflags, @Field(min = 0, max = 7) int frm, long mstatus, long medeleg, long mideleg,
    long mie, long mip, long mtvec, int mcounteren, long menvcfg, long mscratch, long mepc, long mcause, long mtval,
    long stvec, int scounteren, long senvcfg, long sscratch, long sepc, long scause, long stval, long satp,
    long stimecmp, long reservedAddress, long reservedValue,
    @Field(length = Pmp.ENTRIES) Bytes pmpcfg, @Field(length = Pmp.ENTRIES) Longs pmpaddr, long lines, long resetPc,
    long resetA1, long resetA2, EnabledState stateEnable) {
  /**
   * The state enables, left out while all are as after a reset.
   *
   * @param mstateen the four words by their numbers
   */
  @Subsection(predicate = "a word of mstateen is not zero")
  public record EnabledState(@Field(length = StateEnable.REGISTERS, absent = Field.ZEROES) Longs mstateen)
      implements
        SubsectionState {
    @Override
    public boolean needed() {
      return Arrays.stream(mstateen.toArray()).anyMatch(word -> word != 0);
    }
  }

  /** The state after power-on. */
  static HartSection powerOn(int hartId, long resetPc, long resetA1, long resetA2) {
    long[] x = new long[32];
    x[10] = hartId;
    x[11] = resetA1;
    x[12] = resetA2;
    return new HartSection(resetPc, Privilege.MACHINE, false, Longs.of(x),
        Longs.of(new long[32]), 0, 0, 0, 0, 0, 0, Mstatus.XL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0,
        HartState.UNRESERVED, 0,
        Bytes.of(new byte[Pmp.ENTRIES]), Longs.of(new long[Pmp.ENTRIES]), 0, resetPc, resetA1, resetA2,
        new EnabledState(Longs.of(new long[StateEnable.REGISTERS])));
  }

  static HartSection of(HartState s) {
    return new HartSection(s.pc, s.privilege, s.waiting, Longs.of(Arrays.copyOf(s.x, 32)), Longs.of(s.f), s.retired,
        s.cycleOffset, s.instretOffset, s.mcountinhibit, s.fflags, s.frm, s.mstatus, s.medeleg, s.mideleg, s.mie, s.mip,
        s.mtvec,
        s.mcounteren, s.menvcfg, s.mscratch, s.mepc, s.mcause, s.mtval, s.stvec, s.scounteren, s.senvcfg, s.sscratch,
        s.sepc, s.scause, s.stval, s.satp, s.stimecmp, s.reservedAddress, s.reservedValue, Bytes.of(s.pmpcfg),
        Longs.of(s.pmpaddr), s.lines, s.resetPc, s.resetA1,
        s.resetA2, new EnabledState(Longs.of(s.mstateen)));
  }

  void into(HartState s) {
    s.pc = pc;
    s.privilege = privilege;
    s.waiting = waiting;
    System.arraycopy(x.toArray(), 0, s.x, 0, 32);
    System.arraycopy(f.toArray(), 0, s.f, 0, 32);
    s.retired = retired;
    s.cycleOffset = cycleOffset;
    s.instretOffset = instretOffset;
    s.mcountinhibit = mcountinhibit;
    s.fflags = fflags;
    s.frm = frm;
    s.mstatus = mstatus;
    s.medeleg = medeleg;
    s.mideleg = mideleg;
    s.mie = mie;
    s.mip = mip;
    s.mtvec = mtvec;
    s.mcounteren = mcounteren;
    s.menvcfg = menvcfg;
    s.mscratch = mscratch;
    s.mepc = mepc;
    s.mcause = mcause;
    s.mtval = mtval;
    s.stvec = stvec;
    s.scounteren = scounteren;
    s.senvcfg = senvcfg;
    s.sscratch = sscratch;
    s.sepc = sepc;
    s.scause = scause;
    s.stval = stval;
    s.satp = satp;
    s.stimecmp = stimecmp;
    s.reservedAddress = reservedAddress;
    s.reservedValue = reservedValue;
    System.arraycopy(pmpcfg.toArray(), 0, s.pmpcfg, 0, Pmp.ENTRIES);
    System.arraycopy(pmpaddr.toArray(), 0, s.pmpaddr, 0, Pmp.ENTRIES);
    s.lines = lines;
    s.resetPc = resetPc;
    s.resetA1 = resetA1;
    s.resetA2 = resetA2;
    System.arraycopy(stateEnable.mstateen().toArray(), 0, s.mstateen, 0, StateEnable.REGISTERS);
  }
}
