package dev.kurki.cpu.vcpu;

import dev.kurki.actors.clock.GuestClock;
import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.hart.HartSettings;

/**
 * What a vCPU is built from.
 *
 * @param hart what its hart is told at power-on
 * @param memory guest RAM
 * @param clock guest time
 * @param attention by which its slices are ended early
 * @param instructionLimit after how many instructions it ends the machine, from 1
 */
public record VcpuSettings(HartSettings hart, GuestMemory memory, GuestClock clock, Attention attention,
    long instructionLimit) {
  /** The limit that is never reached. */
  public static final long NO_LIMIT = Long.MAX_VALUE;
  /** The status with which a machine ends at its limit, as {@code timeout(1)} has it. */
  public static final int LIMIT_STATUS = 124;
}
