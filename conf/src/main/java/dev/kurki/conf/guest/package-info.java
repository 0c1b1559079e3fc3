/**
 * The guest that comes with Kurki: a bare-metal program that fills memory with a hash chain, keeps changing and checking
 * it, and says once a second how it fares. {@link dev.kurki.conf.guest.EmbeddedGuest} is its source;
 * {@link dev.kurki.conf.guest.GuestLine} reads what it prints. The demonstration, the migration tests and the benchmarks
 * run it, as it notices what a guest must not: a lost page, a stale one, a jump of the clock.
 */
@NullMarked
package dev.kurki.conf.guest;

import org.jspecify.annotations.NullMarked;
