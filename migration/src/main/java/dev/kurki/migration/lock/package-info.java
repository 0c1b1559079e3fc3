/**
 * Locks: what a release's machine types save and show, generated from the code and committed, one readable file a release.
 * {@link dev.kurki.migration.lock.Lock} is one; a {@link dev.kurki.migration.lock.MachineTypeLock} in it has the machine
 * type's properties, blocks of memory, device tree, components and sections. {@link dev.kurki.migration.lock.LockText} writes
 * it down line by line and {@link dev.kurki.migration.lock.Digest} takes its SHA-256, so that two nodes need only compare
 * digests. Pure data: who generates, reads and judges locks stands elsewhere.
 */
@NullMarked
package dev.kurki.migration.lock;

import org.jspecify.annotations.NullMarked;
