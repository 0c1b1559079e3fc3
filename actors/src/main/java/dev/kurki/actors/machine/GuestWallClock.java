package dev.kurki.actors.machine;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import dev.kurki.actors.clock.GuestClock;

/**
 * The wall clock of a machine whose time passes by instructions: guest time from a fixed moment on, so that a real-time
 * clock shows the same in every run, as with QEMU's {@code -rtc base=2000-01-01,clock=vm}.
 */
final class GuestWallClock extends Clock {
  private static final Instant BASE = Instant.parse("2000-01-01T00:00:00Z");

  private final GuestClock guest;
  private final ZoneId zone;

  GuestWallClock(GuestClock guest) {
    this(guest, ZoneOffset.UTC);
  }

  private GuestWallClock(GuestClock guest, ZoneId zone) {
    this.guest = guest;
    this.zone = zone;
  }

  @Override
  public Instant instant() {
    return BASE.plusNanos(guest.nanos());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new GuestWallClock(guest, other);
  }
}
