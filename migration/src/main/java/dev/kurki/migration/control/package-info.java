/**
 * What source and target of a migration say to one another across the cluster, as Jackson CBOR.
 * {@link dev.kurki.migration.control.Offer} opens a migration with a
 * {@link dev.kurki.migration.control.MachineDescription}; {@link dev.kurki.migration.control.Negotiation} decides on it;
 * {@link dev.kurki.migration.control.FromTarget} and {@link dev.kurki.migration.control.FromSource} carry it through the
 * hand-over. Pages and sections do not travel here: they go by the migration stream.
 */
@NullMarked
package dev.kurki.migration.control;

import org.jspecify.annotations.NullMarked;
