/** Launching machines and nodes from HOCON, and the kurki command. */
@NullMarked
package dev.kurki.conf;

import org.jspecify.annotations.NullMarked;
