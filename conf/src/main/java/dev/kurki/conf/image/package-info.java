/**
 * Files that are put into guest RAM. {@link dev.kurki.conf.image.Image} is one, read and checked: ELF executables and raw
 * binaries alike are {@link dev.kurki.conf.image.Image.Segment}s and an entry point.
 */
@NullMarked
package dev.kurki.conf.image;

import org.jspecify.annotations.NullMarked;
