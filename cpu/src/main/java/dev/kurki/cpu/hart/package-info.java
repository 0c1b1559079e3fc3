/**
 * One RV64GC hart as a plain, single-threaded object: it knows no actor, and whoever owns it runs it in slices.
 * {@link dev.kurki.cpu.hart.Hart} is the whole of it from outside. Inside, {@code HartState} holds what software sees;
 * {@code Interpreter} runs pre-decoded {@code MicroOps} of a {@code CodePage}, and {@code TranslatedCode} the regions that
 * {@link dev.kurki.cpu.translate} has made of its hot ones; {@code Mmu} turns virtual addresses into
 * host addresses by its {@code Tlb}, walking page tables and asking {@code Pmp}; {@code Traps} takes exceptions and interrupts;
 * {@code CsrFile} and the classes named after instruction groups do the rest.
 */
@NullMarked
package dev.kurki.cpu.hart;

import org.jspecify.annotations.NullMarked;
