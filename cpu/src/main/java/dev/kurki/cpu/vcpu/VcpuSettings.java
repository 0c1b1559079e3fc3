package dev.kurki.cpu.vcpu;

import java.util.Optional;
import java.util.function.Consumer;

import dev.kurki.actors.clock.GuestClock;
import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.cpu.hart.HartSettings;
import dev.kurki.cpu.hart.TraceEvent;
import dev.kurki.cpu.translate.Translator;

/**
 * What a vCPU is built from.
 *
 * @param hart what its hart is told at power-on
 * @param form the form that the machine type has its section in
 * @param memory guest RAM
 * @param clock guest time
 * @param attention by which its slices are ended early
 * @param instructionLimit after how many instructions it ends the machine, from 1
 * @param translator makes JVM code of what it executes often
 * @param trace is told of every instruction, where the machine is traced; it is interpreted then
 */
public record VcpuSettings(HartSettings hart, SectionForm form, GuestMemory memory, GuestClock clock,
    Attention attention, long instructionLimit, Translator translator, Optional<Consumer<TraceEvent>> trace) {
  /** The limit that is never reached. */
  public static final long NO_LIMIT = Long.MAX_VALUE;
  /** The status with which a machine ends at its limit, as {@code timeout(1)} has it. */
  public static final int LIMIT_STATUS = 124;
}
