/** The test kit: drives any component of a machine by messages alone. */
@NullMarked
package dev.kurki.testkit;

import org.jspecify.annotations.NullMarked;
