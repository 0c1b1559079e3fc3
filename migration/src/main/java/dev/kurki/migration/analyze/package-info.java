/**
 * What is in a migration stream or a snapshot file, told without the code of its devices.
 * {@link dev.kurki.migration.analyze.StreamAnalysis} reads a file frame by frame or part by part, holding it to the same order as a target
 * does, and makes a {@link dev.kurki.migration.analyze.StreamReport} of it: header, RAM in numbers, sections, end. Pages are
 * counted and dropped; what describes itself is kept as a {@link dev.kurki.migration.analyze.CborMap}. A file that is broken
 * is described up to the {@link dev.kurki.migration.analyze.StreamReport.Break}, which has its offset.
 */
@NullMarked
package dev.kurki.migration.analyze;

import org.jspecify.annotations.NullMarked;
