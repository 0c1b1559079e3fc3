/**
 * A small assembler in Java, so that bare-metal programs need no cross compiler: tests and the embedded guests are
 * written with it. {@link dev.kurki.cpu.assembler.Assembler} takes one call an instruction, by the rows of the
 * instruction table; a {@link dev.kurki.cpu.assembler.Label} may be used before it is placed; {@link
 * dev.kurki.cpu.assembler.Register} and {@link dev.kurki.cpu.assembler.FloatRegister} have the ABI's names. A {@link
 * dev.kurki.cpu.assembler.Program} is the result, as bytes or as an ELF file.
 */
@NullMarked
package dev.kurki.cpu.assembler;

import org.jspecify.annotations.NullMarked;
