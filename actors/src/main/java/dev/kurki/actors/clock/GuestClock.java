package dev.kurki.actors.clock;

/** What time it is for the guest: read by harts and devices from any thread. */
public interface GuestClock {
  /** Guest time since power-on in nanoseconds; never runs backwards, and stands still while the machine is stopped. */
  long nanos();
}
