/**
 * The stub that GDB talks to, by its remote serial protocol (GDB manual, appendix E), over TCP on loopback.
 * {@link dev.kurki.conf.gdb.GdbServer} listens and takes one debugger at a time; {@code GdbSession} carries out what its
 * packets ask, with messages to the machine and its vCPUs, each of which is a thread to GDB; {@code PacketReader} takes
 * packets out of the bytes, {@code TargetDescription} says which registers there are.
 */
@NullMarked
package dev.kurki.conf.gdb;

import org.jspecify.annotations.NullMarked;
