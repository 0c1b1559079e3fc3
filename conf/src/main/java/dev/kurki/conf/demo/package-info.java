/**
 * The demonstration: two nodes as processes of their own, one guest, two moves. {@link dev.kurki.conf.demo.Demo} is the
 * script, {@code GuestWatch} what the guest says of itself meanwhile.
 */
@NullMarked
package dev.kurki.conf.demo;

import org.jspecify.annotations.NullMarked;
