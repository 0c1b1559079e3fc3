package dev.kurki.cpu.hart;

import dev.kurki.actors.component.InconsistentState;
import dev.kurki.actors.section.Bytes;
import dev.kurki.cpu.isa.InstructionSet;

/**
 * Holds a section to what software can bring a hart into: registers that are hard-wired, and fields of CSRs that take legal
 * values only (WARL), as {@link CsrFile} writes them. What a hostile peer sends otherwise, a hart would have to survive.
 */
final class LegalState {
  private final HartSection section;
  private final InstructionSet isa;

  private LegalState(HartSection section, InstructionSet isa) {
    this.section = section;
    this.isa = isa;
  }

  /**
   * Lets a section pass that a hart with these extensions can be in.
   *
   * @throws InconsistentState when it is another
   */
  static void check(HartSection section, InstructionSet isa) {
    LegalState state = new LegalState(section, isa);
    state.checkRegisters();
    state.checkMachine();
    state.checkSupervisor();
    state.checkProtection();
  }

  private void checkRegisters() {
    expect("pc", "an even address", (section.pc() & 1) == 0, section.pc());
    expect("resetPc", "an even address", (section.resetPc() & 1) == 0, section.resetPc());
    expect("privilege", "0, 1 or 3", section.privilege() != 2, section.privilege());
    expect("x[0]", "0", section.x().get(0) == 0, section.x().get(0));
    // What is left is more than is executed in a century, so that the count never ends.
    expect("retired", "0 to 2^62", section.retired() >= 0 && section.retired() <= 1L << 62, section.retired());
  }

  private void checkMachine() {
    expectWithin("mstatus", Mstatus.MACHINE_WRITABLE | Mstatus.XL, section.mstatus());
    expect("mstatus", "UXL and SXL of 64 bits", (section.mstatus() & Mstatus.XL) == Mstatus.XL, section.mstatus());
    expect("mstatus", "MPP of a mode that there is", (section.mstatus() >>> Mstatus.MPP_SHIFT & 3) != 2,
        section.mstatus());
    expectWithin("medeleg", Traps.DELEGABLE_EXCEPTIONS, section.medeleg());
    expectWithin("mideleg", Traps.DELEGABLE_INTERRUPTS, section.mideleg());
    expectWithin("mie", CsrFile.INTERRUPTS, section.mie());
    expectWithin("mip", CsrFile.softwareInterrupts(section.menvcfg()), section.mip());
    expectWithin("mtvec", ~2L, section.mtvec());
    expectWithin("mepc", ~1L, section.mepc());
    expectWithin("mcountinhibit", Counters.INHIBITABLE, section.mcountinhibit());
    expectWithin("menvcfg", Envcfg.machineWritable(isa), section.menvcfg());
    expect("menvcfg", "CBIE of 0, 1 or 3", Envcfg.legal(section.menvcfg()) == section.menvcfg(), section.menvcfg());
  }

  private void checkSupervisor() {
    expectWithin("stvec", ~2L, section.stvec());
    expectWithin("sepc", ~1L, section.sepc());
    StateEnable.check(section.stateEnable().mstateen(), isa);
    expectWithin("senvcfg", Envcfg.supervisorWritable(isa), section.senvcfg());
    expect("senvcfg", "CBIE of 0, 1 or 3", Envcfg.legal(section.senvcfg()) == section.senvcfg(), section.senvcfg());
    expectWithin("satp", PageWalker.MODE | PageWalker.PPN_BITS, section.satp());
    expect("satp", "a mode of translation that the hart has", PageWalker.hasMode(section.satp() >>> 60, isa),
        section.satp());
  }

  private void checkProtection() {
    Bytes cfg = section.pmpcfg();
    for (int i = 0; i < Pmp.ENTRIES; i++) {
      expectWithin("pmpcfg[" + i + "]", Pmp.CONFIGURATION_BITS, cfg.get(i) & 0xff);
      expect("pmpcfg[" + i + "]", "no writing without reading", !Pmp.isReserved(cfg.get(i)), cfg.get(i) & 0xff);
      expectWithin("pmpaddr[" + i + "]", Pmp.ADDRESS_BITS, section.pmpaddr().get(i));
    }
  }

  private static void expectWithin(String field, long bits, long value) {
    expect(field, "no bits but 0x" + Long.toHexString(bits), (value & ~bits) == 0, value);
  }

  private static void expect(String field, String expected, boolean holds, long value) {
    if (!holds) {
      throw new InconsistentState(field, expected, "0x" + Long.toHexString(value));
    }
  }
}
