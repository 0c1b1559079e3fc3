/**
 * Files of machines in which each page of RAM has a fixed place, as QEMU's {@code mapped-ram} has them: pages are written in any
 * order and read one by one. {@link dev.kurki.migration.mappedram.MappedRamHeader} has the form,
 * {@link dev.kurki.migration.mappedram.MappedRamWriter} and {@link dev.kurki.migration.mappedram.MappedRamReader} write and read
 * it, {@link dev.kurki.migration.mappedram.MappedPages} are its pages, each of which is verified as it is read. A file of any
 * author is looked at; {@link dev.kurki.migration.mappedram.BrokenFile} says where one does not keep to the form.
 */
@NullMarked
package dev.kurki.migration.mappedram;

import org.jspecify.annotations.NullMarked;
