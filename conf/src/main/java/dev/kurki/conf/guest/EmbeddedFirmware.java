package dev.kurki.conf.guest;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.assembler.Program;

/**
 * The embedded firmware: a machine-mode firmware and a supervisor on it, which work in rounds on all harts, leave no
 * part of a machine's state at its default that they can reach, and fold what they see of it, the time and the moments
 * of interrupts included, into a hash a hart. Hart 0 prints {@code [firmware] ROUND HASH} every {@value
 * Supervisor#ROUNDS_PER_LINE} rounds and {@code [firmware] done HASH} of all at the end, and ends the machine with
 * status 0. Where time passes by instructions every run prints the same.
 *
 * <p>{@link FirmwareMap} has the addresses. A trap that is not expected ends the machine with status 64 plus its cause
 * in machine mode, and with 1 in supervisor mode.
 */
public final class EmbeddedFirmware {
  private EmbeddedFirmware() {}

  /** How much RAM a machine needs for it, in bytes. */
  public static long ramBytes(FirmwareSettings settings) {
    return FirmwareMap.BLOCKS - FirmwareMap.RAM + (long) settings.harts() * FirmwareMap.BLOCK_BYTES
        + FirmwareMap.TREE_BYTES;
  }

  /** The program, for the machine type {@code virt}. */
  public static Program assemble(FirmwareSettings settings) {
    Assembler p = new Assembler(FirmwareMap.RAM);
    Label trap = p.label("trap");
    new FirmwareBoot(p, settings).emit(trap);
    new FirmwareTraps(p).emit(trap);
    p.align(FirmwareMap.FIRMWARE_BYTES);
    new Supervisor(p, settings).emit();
    return p.assemble();
  }
}
