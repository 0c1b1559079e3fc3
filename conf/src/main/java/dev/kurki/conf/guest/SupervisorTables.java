package dev.kurki.conf.guest;

import static dev.kurki.conf.guest.FirmwareMap.CONSTANTS;
import static dev.kurki.conf.guest.FirmwareMap.CONSTANTS_PAGE;
import static dev.kurki.conf.guest.FirmwareMap.LAST_TABLE;
import static dev.kurki.conf.guest.FirmwareMap.MIDDLE_TABLE;
import static dev.kurki.conf.guest.FirmwareMap.ON_DEMAND;
import static dev.kurki.conf.guest.FirmwareMap.ON_DEMAND_PAGE;
import static dev.kurki.conf.guest.FirmwareMap.OWN;
import static dev.kurki.conf.guest.FirmwareMap.PAGES;
import static dev.kurki.conf.guest.FirmwareMap.PAGE_BYTES;
import static dev.kurki.conf.guest.FirmwareMap.RAM;
import static dev.kurki.conf.guest.FirmwareMap.ROOT_TABLE;
import static dev.kurki.conf.guest.FirmwareMap.SHARED;
import static dev.kurki.conf.guest.FirmwareMap.SHARED_PAGE;
import static dev.kurki.conf.guest.FirmwareMap.SUPERVISOR;
import static dev.kurki.conf.guest.FirmwareMap.SUPERVISOR_AGAIN;
import static dev.kurki.conf.guest.FirmwareMap.USER_CODE;
import static dev.kurki.conf.guest.FirmwareMap.USER_CODE_PAGE;
import static dev.kurki.conf.guest.FirmwareMap.USER_DATA;
import static dev.kurki.conf.guest.FirmwareMap.USER_DATA_PAGE;
import static dev.kurki.conf.guest.SupervisorRegisters.OWN_PAGE;
import static dev.kurki.conf.guest.SupervisorRegisters.ROUND;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.ANDI;
import static dev.kurki.cpu.isa.Instruction.BLTU;
import static dev.kurki.cpu.isa.Instruction.CBO_ZERO;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.OR;
import static dev.kurki.cpu.isa.Instruction.ORI;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SFENCE_VMA;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SRLI;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.isa.Csr;

/**
 * Sv39 translation (privileged specification, section 12.4): each hart has three tables of its own, whose leaves stand
 * at all levels. {@link FirmwareMap} has the addresses. The entries' accessed and dirty bits are left to the hart
 * (Svadu).
 */
final class SupervisorTables {
  private static final int VALID = 1;
  private static final int READ = 1 << 1;
  private static final int WRITE = 1 << 2;
  private static final int EXECUTE = 1 << 3;
  private static final int USER = 1 << 4;
  private static final int GLOBAL = 1 << 5;
  /** Svpbmt: memory that is not cached, and devices. */
  private static final long NON_CACHEABLE = 1L << 61;
  private static final long IO = 2L << 61;
  /** Svnapot: 64 KiB. */
  private static final long NAPOT = 1L << 63 | 8 << 10;
  private static final int NAPOT_ENTRIES = 16;
  private static final long SV39 = 8L << 60;
  private static final int CACHE_BLOCK_BYTES = 64;

  private final Assembler p;

  SupervisorTables(Assembler p) {
    this.p = p;
  }

  /** Makes the tables of the hart whose own page {@code tp} points at, and turns paging on. */
  void emit() {
    clear();
    entry(ROOT_TABLE, 0, IO | VALID | READ | WRITE | GLOBAL);
    entryOfBlock(ROOT_TABLE, 1, MIDDLE_TABLE, VALID);
    entry(ROOT_TABLE, 2, leaf(RAM, VALID | READ | WRITE | EXECUTE | GLOBAL));
    entryOfBlock(MIDDLE_TABLE, 0, LAST_TABLE, VALID);
    entry(MIDDLE_TABLE, 1, leaf(RAM, NON_CACHEABLE | VALID | READ | WRITE));
    entry(LAST_TABLE, index(USER_CODE_PAGE), leaf(USER_CODE, VALID | READ | EXECUTE | USER));
    entryOfBlock(LAST_TABLE, index(USER_DATA_PAGE), USER_DATA, VALID | READ | WRITE | USER);
    entry(LAST_TABLE, index(SHARED_PAGE), leaf(SHARED, VALID | READ | WRITE | GLOBAL));
    entry(LAST_TABLE, index(CONSTANTS_PAGE), leaf(CONSTANTS, VALID | READ | GLOBAL));
    int first = (int) ((SUPERVISOR_AGAIN - PAGES) / PAGE_BYTES);
    for (int i = 0; i < NAPOT_ENTRIES; i++) {
      entry(LAST_TABLE, first + i, leaf(SUPERVISOR, NAPOT | VALID | EXECUTE | GLOBAL));
    }
    block(T0, ROOT_TABLE).i(SRLI, T0, T0, 12).li(T1, SV39).r(OR, T0, T0, T1).csr(CSRRW, ZERO, Csr.SATP, T0)
        .plain(SFENCE_VMA);
  }

  /** Takes the page on demand away again; the next access to it faults. */
  void takeAway() {
    block(T0, LAST_TABLE).store(SD, ZERO, Long.BYTES * index(ON_DEMAND_PAGE), T0).plain(SFENCE_VMA);
  }

  /** Puts one of two pages there, by turns of rounds. Changes {@code t0} and {@code t1}. */
  void bringBack() {
    p.i(ANDI, T1, ROUND, 1).i(SLLI, T1, T1, 12);
    block(T0, ON_DEMAND).r(ADD, T0, T0, T1).i(SRLI, T1, T0, 2).i(ORI, T1, T1, VALID | READ | WRITE);
    block(T0, LAST_TABLE).store(SD, T1, Long.BYTES * index(ON_DEMAND_PAGE), T0).plain(SFENCE_VMA);
  }

  private void clear() {
    Label more = p.label("more");
    block(T0, ROOT_TABLE);
    block(T1, OWN).i(ADDI, T2, ZERO, CACHE_BLOCK_BYTES);
    p.place(more).unary(CBO_ZERO, ZERO, T0).r(ADD, T0, T0, T2).branch(BLTU, T0, T1, more);
  }

  private void entry(int table, int index, long entry) {
    block(T0, table).li(T1, entry).store(SD, T1, 0, at(index));
  }

  /** An entry that leads to another part of the hart's block. */
  private void entryOfBlock(int table, int index, int part, int flags) {
    block(T1, part).i(SRLI, T1, T1, 2).i(ORI, T1, T1, flags);
    block(T0, table).store(SD, T1, 0, at(index));
  }

  private Register at(int index) {
    p.i(ADDI, T0, T0, Long.BYTES * index);
    return T0;
  }

  /** {@code rd} points at a part of the hart's block. */
  private Assembler block(Register rd, int part) {
    return p.li(rd, part - OWN).r(ADD, rd, rd, OWN_PAGE);
  }

  private static long leaf(long physical, long flags) {
    return physical >> 2 | flags;
  }

  private static int index(int page) {
    return page / PAGE_BYTES;
  }
}
