/**
 * IEEE 754 arithmetic as RISC-V has it (unprivileged specification, chapters "F" and "D"): exact, in any rounding mode, with
 * all exception flags, on integers alone. Values are the raw bits of a {@link dev.kurki.cpu.floatingpoint.FloatFormat} in the
 * low bits of a long. {@link dev.kurki.cpu.floatingpoint.Arithmetic}, {@link dev.kurki.cpu.floatingpoint.Comparison} and
 * {@link dev.kurki.cpu.floatingpoint.Conversion} are the operations; they raise {@link dev.kurki.cpu.floatingpoint.Flags},
 * and {@code Rounding} is the one place where an exact result becomes a representable one.
 */
@NullMarked
package dev.kurki.cpu.floatingpoint;

import org.jspecify.annotations.NullMarked;
