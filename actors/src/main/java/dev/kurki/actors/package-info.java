/** Kurki's shared ground: everything that a component of a machine speaks, whichever module it lives in. */
@NullMarked
package dev.kurki.actors;

import org.jspecify.annotations.NullMarked;
