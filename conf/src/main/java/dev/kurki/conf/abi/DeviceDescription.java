package dev.kurki.conf.abi;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.conf.machine.DeviceConfig;

/** A device's properties for a lock: by its name, what the machine type says of it and what its kind is. */
final class DeviceDescription {
  private DeviceDescription() {}

  static Map<String, String> of(DeviceConfig device) {
    Map<String, String> properties = new TreeMap<>();
    DeviceRegistration<?> registration = device.registration();
    String name = device.name() + ".";
    properties.put(name + "type", registration.name());
    properties.put(name + "base", "0x" + Long.toHexString(device.base()));
    properties.put(name + "region-bytes", "0x" + Long.toHexString(registration.regionBytes()));
    properties.put(name + "widths", widths(registration.widths()));
    properties.put(name + "hart-lines",
        device.hartLines().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    device.interrupt().ifPresent(interrupt -> {
      properties.put(name + "controller", interrupt.controller());
      properties.put(name + "source", Integer.toString(interrupt.source()));
    });
    settings(device, 1).properties().forEach((property, value) -> {
      if (value != 0) { // at 0 the device is what it was before it had the property
        properties.put(name + "properties." + property, Long.toString(value));
      }
    });
    return properties;
  }

  /** What a device is told of a machine, every property named. */
  static DeviceSettings settings(DeviceConfig device, int harts) {
    return new DeviceSettings(harts, device.properties()).complete(device.registration().properties());
  }

  /** A constant as settings have it. */
  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String widths(int widths) {
    return IntStream.of(1, 2, 4, 8).filter(width -> (widths & width) != 0).mapToObj(String::valueOf)
        .collect(Collectors.joining(", "));
  }
}
