/**
 * How what pages hold is made shorter for its way, on bytes alone. A {@link dev.kurki.migration.compress.Compression} makes a block
 * of many pages at once; a {@link dev.kurki.migration.compress.PageDelta} tells how one page has changed since it was sent, which
 * {@link dev.kurki.migration.compress.SentPages} remembers. Whoever unpacks trusts nobody: a block that is torn or does not have the size that was promised is told
 * of, and nothing is written behind the end of a buffer. How packed pages travel is said in
 * {@link dev.kurki.migration.stream.PackedPages}.
 */
@NullMarked
package dev.kurki.migration.compress;

import org.jspecify.annotations.NullMarked;
