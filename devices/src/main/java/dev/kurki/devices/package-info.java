/** The device models, one package each. */
@NullMarked
package dev.kurki.devices;

import org.jspecify.annotations.NullMarked;
