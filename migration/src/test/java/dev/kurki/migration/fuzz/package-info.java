/**
 * What hostile peers and damaged files do to the readers of streams. {@link dev.kurki.migration.fuzz.Reader} lists them, and
 * what has to hold whatever they read; {@link dev.kurki.migration.fuzz.Seeds} are small streams made of the golden ones;
 * {@link dev.kurki.migration.fuzz.StreamFuzz} is where Jazzer comes in, in a process of its own, and looks for inputs that reach
 * new code. What it finds becomes a test of its own beside the class that was wrong.
 */
@NullMarked
package dev.kurki.migration.fuzz;

import org.jspecify.annotations.NullMarked;
