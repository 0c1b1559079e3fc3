/**
 * What a migration stream goes over between two nodes: a {@link dev.kurki.migration.wire.Wire}, a blocking channel both ways. How
 * it comes about is the node's {@link dev.kurki.migration.wire.WireSecurity}: the socket itself, or TLS 1.3 on it
 * ({@link dev.kurki.migration.wire.TlsChannel}), where both ends show a certificate. What a node shows, and whom it believes,
 * are its {@link dev.kurki.migration.wire.Credentials}, read and checked when the node starts. Pages leave by a
 * {@link dev.kurki.migration.wire.PageSender}, which has the kernel send them from where they lie, where it can.
 */
@NullMarked
package dev.kurki.migration.wire;

import org.jspecify.annotations.NullMarked;
