/**
 * One machine run twice, by the interpreter and by the translator, side by side: what {@code kurki run --lockstep} does.
 * {@link dev.kurki.conf.lockstep.LockstepRun} lets both go the same steps, compares them after each and stops at the first
 * difference, which {@link dev.kurki.conf.lockstep.Difference} tells.
 *
 * <pre>
 *   checkpoint       step   step                        checkpoint
 *       |-------------|------|------|-- ... --|------|-----|
 *        all sections  harts                             all sections, pages changed since
 *                                      differ ^
 *       |- - - - - - - - one by one - - - - -&gt;|   from the checkpoint again, to the instruction
 * </pre>
 *
 * <p>Time passes by instructions there, so that both are to be the same whenever they have executed as many. Devices are the same
 * code for both and see only what harts do; so they, and RAM, are compared at checkpoints. RAM is compared by those pages that
 * either has changed since, byte by byte, and as a whole at the end.
 */
@NullMarked
package dev.kurki.conf.lockstep;

import org.jspecify.annotations.NullMarked;
