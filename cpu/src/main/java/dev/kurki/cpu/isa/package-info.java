/**
 * The instruction set as tables: one row an instruction, one row a CSR, with the names of the RISC-V manuals.
 * {@link dev.kurki.cpu.isa.Instruction} is the table of encodings and {@link dev.kurki.cpu.isa.Format} says where operands
 * stand; {@link dev.kurki.cpu.isa.Decoder} finds the row of a word, {@link dev.kurki.cpu.isa.Compressed} widens the
 * 16-bit forms, and {@link dev.kurki.cpu.isa.Disassembler} writes a word as text. Hart, assembler and disassembler read
 * the same rows: an instruction is added in one place.
 */
@NullMarked
package dev.kurki.cpu.isa;

import org.jspecify.annotations.NullMarked;
