/**
 * Machines in files: what is saved and restored. {@link dev.kurki.migration.file.SnapshotFile} writes a machine that stands still,
 * as the frames of a stream or with fixed page offsets, and reads both;
 * {@link dev.kurki.migration.file.BackgroundSnapshot} writes one that runs on, with
 * {@link dev.kurki.migration.file.PagesOfOneMoment} as the guard of its RAM. {@link dev.kurki.migration.file.PartFile} sees to it
 * that a file is there whole or not at all, and that one which was there before is not lost.
 */
@NullMarked
package dev.kurki.migration.file;

import org.jspecify.annotations.NullMarked;
