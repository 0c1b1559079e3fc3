/**
 * Guest code as JVM code. Where an instruction of a page is jumped to often, a {@link dev.kurki.cpu.translate.RegionPlan} says
 * which instructions around it belong together, all of that page; a {@code RegionWriter} makes a class of them, whose one
 * method holds guest registers in local variables; a {@link dev.kurki.cpu.translate.Translator} does so in the background and
 * keeps what it has made, for all harts that meet the same bytes. A {@link dev.kurki.cpu.translate.Region} knows no address of
 * its own: page, registers and translations are handed in, so it serves every address space and every machine.
 */
@NullMarked
package dev.kurki.cpu.translate;

import org.jspecify.annotations.NullMarked;
