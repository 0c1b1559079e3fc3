/**
 * Instructions in the form in which they are executed. A {@link dev.kurki.cpu.microop.MicroOp} is one word that holds all that
 * an instruction needs, worked out once from where it stands in the {@link dev.kurki.cpu.microop.PageText} of its page; {@link dev.kurki.cpu.microop.Multiplier} is what the
 * M extension does otherwise than Java. The interpreter runs them one by one, the translator makes JVM code of them.
 */
@NullMarked
package dev.kurki.cpu.microop;

import org.jspecify.annotations.NullMarked;
