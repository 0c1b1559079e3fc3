/**
 * The differential fuzzer: random programs that run on this hart and on QEMU's, and have to end alike.
 *
 * <p>A {@code FuzzCase} is an arena of RAM with registers, CSRs, fragments of code, data and page tables, drawn by
 * {@code CaseGenerator} from a seed. The {@code Monitor}, a small program in machine mode, runs one case after another
 * and leaves final registers, CSRs and a log of traps in each arena. {@code HartMachine} and {@code QemuMachine} run it;
 * {@code Shrinker} cuts a case down on which they differ. {@code FuzzTest} compares with what QEMU is recorded to answer.
 */
@NullMarked
package dev.kurki.cpu.fuzz;

import org.jspecify.annotations.NullMarked;
