package dev.kurki.conf.guest;

import dev.kurki.cpu.assembler.Program;

/**
 * Which guest that comes with Kurki runs, and how it works.
 *
 * @param kind which one
 * @param pages how many pages the embedded guest's pattern covers, from 1
 * @param pagesPerSecond how many of them it checks and rewrites in a second; 0 for as many as it can
 * @param stopAfterSeconds when it ends the machine with status 0; 0 for never
 * @param rounds how many rounds each hart works on the embedded firmware, from 1
 */
public record GuestSettings(GuestKind kind, int pages, int pagesPerSecond, int stopAfterSeconds, int rounds) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a number is out of its range
   */
  public GuestSettings {
    if (pages < 1 || pagesPerSecond < 0 || stopAfterSeconds < 0 || rounds < 1) {
      throw new IllegalArgumentException("the embedded guest has no such work: " + pages + " pages, " + pagesPerSecond
          + " a second, for " + stopAfterSeconds + " s, or " + rounds + " rounds");
    }
  }

  /** The guest's program, for a machine of so many harts. */
  public Program assemble(int harts) {
    return switch (kind) {
      case EMBEDDED -> EmbeddedGuest.assemble(this);
      case FIRMWARE -> EmbeddedFirmware.assemble(new FirmwareSettings(rounds, harts));
    };
  }

  /** How much RAM a machine of so many harts needs for it, in bytes. */
  public long ramBytes(int harts) {
    return switch (kind) {
      case EMBEDDED -> EmbeddedGuest.ramBytes(this);
      case FIRMWARE -> EmbeddedFirmware.ramBytes(new FirmwareSettings(rounds, harts));
    };
  }
}
