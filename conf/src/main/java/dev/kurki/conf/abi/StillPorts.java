package dev.kurki.conf.abi;

import java.time.Instant;

import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;

/** A machine in which no time passes and nobody listens, around a device that is asked what it makes of states. */
record StillPorts(GuestMemory memory) implements DevicePorts {
  private static final long WALL_NANOS = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000_000L;

  @Override
  public void setLine(int output, boolean level) {}

  @Override
  public long guestNanos() {
    return 0;
  }

  @Override
  public long wallNanos() {
    return WALL_NANOS;
  }

  @Override
  public void setAlarm(long guestNanos) {}

  @Override
  public void transmit(Bytes data) {}

  @Override
  public void exit(int status) {}

  @Override
  public void resetMachine() {}
}
