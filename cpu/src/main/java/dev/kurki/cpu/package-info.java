/** The RISC-V hart and the vCPU actor that owns one. */
@NullMarked
package dev.kurki.cpu;

import org.jspecify.annotations.NullMarked;
