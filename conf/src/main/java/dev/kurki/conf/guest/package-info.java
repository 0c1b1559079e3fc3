/**
 * The guests that come with Kurki, written with its assembler. {@link dev.kurki.conf.guest.EmbeddedGuest} fills memory
 * with a hash chain, keeps changing and checking it, and says once a second how it fares, which {@link
 * dev.kurki.conf.guest.GuestLine} reads: the demonstration, the migration tests and the benchmarks run it, as it
 * notices what a guest must not, a lost page, a stale one, a jump of the clock. {@link
 * dev.kurki.conf.guest.EmbeddedFirmware} is a firmware ({@code Firmware...}) with a supervisor on it ({@code
 * Supervisor...}), which use as much of a machine as they can: snapshots of it have something to say in every field.
 * {@link dev.kurki.conf.guest.GuestSettings} has which one, and how it works.
 */
@NullMarked
package dev.kurki.conf.guest;

import org.jspecify.annotations.NullMarked;
