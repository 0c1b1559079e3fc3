/**
 * A migration stream as a file: what is saved and restored. {@link dev.kurki.migration.file.SnapshotFile} writes the frames
 * of a machine that stands still, and reads them with the same receiver as a target does. A file is there whole or not at
 * all.
 */
@NullMarked
package dev.kurki.migration.file;

import org.jspecify.annotations.NullMarked;
