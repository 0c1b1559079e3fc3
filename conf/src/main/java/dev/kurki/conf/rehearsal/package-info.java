/**
 * What a node does before it takes commands: {@link dev.kurki.conf.rehearsal.Rehearsal} moves a small machine to itself and
 * back, over its own loopback and with the real source and target. A JVM runs code that is new to it a hundred times slower
 * than code that it knows; a guest that is stopped for its move must not be the one that teaches it.
 */
@NullMarked
package dev.kurki.conf.rehearsal;

import org.jspecify.annotations.NullMarked;
