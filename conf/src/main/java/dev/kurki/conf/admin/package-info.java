/**
 * A node's control interface, HTTP on loopback: {@link dev.kurki.conf.admin.AdminServer} has the routes,
 * {@link dev.kurki.conf.admin.ConsoleSocket} is a guest's console as a WebSocket, and
 * {@link dev.kurki.conf.admin.Json} writes what programs read. Bodies are JSON; a migration's progress is one JSON object a
 * line.
 */
@NullMarked
package dev.kurki.conf.admin;

import org.jspecify.annotations.NullMarked;
