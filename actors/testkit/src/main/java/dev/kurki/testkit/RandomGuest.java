package dev.kurki.testkit;

import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Lower;
import dev.kurki.actors.component.ComponentMessage.Raise;
import dev.kurki.actors.component.ComponentMessage.Read;
import dev.kurki.actors.component.ComponentMessage.Receive;
import dev.kurki.actors.component.ComponentMessage.Settle;
import dev.kurki.actors.component.ComponentMessage.Settled;
import dev.kurki.actors.component.ComponentMessage.Value;
import dev.kurki.actors.component.ComponentMessage.Write;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.section.Bytes;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** A guest that does to a device whatever its region and widths allow, and hosts and wires that do what they may. */
final class RandomGuest implements BiConsumer<FuzzedComponent, RandomGenerator> {
  private static final int MOST_STEPS = 8;
  private static final int MOST_SETTLINGS = 64;
  private static final int LINES = 128;
  private static final int[] STRIDES = {1, 8, 0x80, 0x1000, 0x20_0000};
  private static final Duration[] PAUSES = {Duration.ofNanos(100), Duration.ofMillis(1), Duration.ofSeconds(5),
      Duration.ofHours(2)};

  private final ComponentTestKit kit;
  private final DeviceRegistration<?> registration;

  RandomGuest(ComponentTestKit kit, DeviceRegistration<?> registration) {
    this.kit = kit;
    this.registration = registration;
  }

  @Override
  public void accept(FuzzedComponent device, RandomGenerator random) {
    int steps = random.nextInt(MOST_STEPS + 1);
    for (int i = 0; i < steps; i++) {
      step(device, random);
    }
    settle(device);
  }

  /** Lets the alarms ring whose time has come; a few may be behind, but not one again and again. */
  private void settle(FuzzedComponent device) {
    for (int i = 0; i < MOST_SETTLINGS; i++) {
      if (device.ask(Settled.class, Settle::new).alarm() > kit.clock().nanos()) {
        return;
      }
    }
    throw new AssertionError("its alarm sets the next one for a moment that has come, again and again");
  }

  private void step(FuzzedComponent device, RandomGenerator random) {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3, 4 -> {
        int width = width(random);
        device.tell(new Write(offset(width, random), width, value(random) & mask(width)));
      }
      case 5, 6, 7 -> {
        int width = width(random);
        long offset = offset(width, random);
        long value = device.ask(Value.class, replyTo -> new Read(offset, width, replyTo)).value();
        if ((value & ~mask(width)) != 0) {
          throw new AssertionError("a read of " + width + " bytes at offset 0x" + Long.toHexString(offset)
              + " answers more than these: 0x" + Long.toHexString(value));
        }
      }
      case 8, 9 -> {
        int line = random.nextInt(random.nextBoolean() ? 4 : LINES);
        ComponentMessage change = random.nextBoolean() ? new Raise(line) : new Lower(line);
        device.tell(change);
      }
      case 10 -> {
        byte[] data = new byte[random.nextInt(40)];
        random.nextBytes(data);
        device.tell(new Receive(Bytes.of(data)));
      }
      default -> {
        // What was sent before is to have been handled before time passes.
        settle(device);
        kit.setTime(kit.clock().nanos() + PAUSES[random.nextInt(PAUSES.length)].toNanos());
        settle(device);
      }
    }
  }

  private int width(RandomGenerator random) {
    int width = 1 << random.nextInt(4);
    while ((registration.widths() & width) == 0) {
      width = width == 8 ? 1 : width * 2;
    }
    return width;
  }

  /** Mostly near where registers begin: at the region's start, or at a multiple of a usual stride. */
  private long offset(int width, RandomGenerator random) {
    long region = registration.regionBytes();
    long base = STRIDES[random.nextInt(STRIDES.length)] * (long) random.nextInt(random.nextBoolean() ? 4 : 64);
    long any = random.nextInt(8) == 0 ? random.nextLong(region) : base + random.nextInt(16);
    return any % region & -width;
  }

  private static long value(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(256);
      case 1 -> 1L << random.nextInt(Long.SIZE);
      case 2 -> -1L - random.nextInt(4);
      default -> random.nextLong();
    };
  }

  private static long mask(int width) {
    return -1L >>> Long.SIZE - 8 * width;
  }
}
