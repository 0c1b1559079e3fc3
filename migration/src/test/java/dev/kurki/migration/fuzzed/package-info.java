/**
 * What every fuzzed reader has in common, wherever it stands: {@link dev.kurki.migration.fuzzed.FuzzedReader}, which takes
 * whatever bytes it is given, and {@link dev.kurki.migration.fuzzed.Scratch} for its files.
 */
@NullMarked
package dev.kurki.migration.fuzzed;

import org.jspecify.annotations.NullMarked;
