/**
 * The actor that owns a hart. {@link dev.kurki.cpu.vcpu.VcpuActor} runs it in slices of instructions, sends its device
 * accesses as messages and brings interrupts to it; {@link dev.kurki.cpu.vcpu.VcpuSettings} say which hart it is.
 * The hart itself knows nothing of this.
 */
@NullMarked
package dev.kurki.cpu.vcpu;

import org.jspecify.annotations.NullMarked;
