package dev.kurki.actors.clock;

/** What time it is for the guest: read by harts and devices from any thread. */
public interface GuestClock {
  /** Guest time since power-on in nanoseconds; never runs backwards, and stands still while the machine is stopped. */
  long nanos();

  /**
   * What an instruction takes where time passes by instructions; it then stands still while a hart runs and is brought
   * forward afterwards. 0, as in most machines, where time passes by itself.
   */
  default long nanosPerInstruction() {
    return 0;
  }
}
