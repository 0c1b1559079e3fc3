package dev.kurki.cpu.hart;

import dev.kurki.cpu.isa.InstructionSet;

/**
 * What a hart is, and what it is told at power-on; the registers are those of the boot protocol of OpenSBI and of Linux.
 *
 * @param isa the extensions that it has
 * @param hartId {@code mhartid}, and {@code a0} after reset
 * @param resetPc the first instruction's address
 * @param a1 after reset: where the device tree stands
 * @param a2 after reset: where firmware finds further information, 0 where there is none
 */
public record HartSettings(InstructionSet isa, int hartId, long resetPc, long a1, long a2) {}
