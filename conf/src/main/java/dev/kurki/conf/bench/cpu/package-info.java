/**
 * How fast guests run, beside QEMU's TCG in the same run. {@link dev.kurki.conf.bench.cpu.CpuBench} takes turns: a bare-metal
 * program ({@link dev.kurki.conf.bench.cpu.BenchGuest}, whose sources stand in {@code conf/src/bench-guests}) or Debian's
 * kernel runs in a process of each {@link dev.kurki.conf.bench.cpu.Engine}, an {@code Emulation}. A program says on its
 * console when a round of its work is over: {@code RoundLog} notes when that was, and what CPU time the harts' threads had
 * used. {@link dev.kurki.conf.bench.cpu.Results} has the medians, and {@code Wanted} holds them against what is wanted.
 */
@NullMarked
package dev.kurki.conf.bench.cpu;

import org.jspecify.annotations.NullMarked;
