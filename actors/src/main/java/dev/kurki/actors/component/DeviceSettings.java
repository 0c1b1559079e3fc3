package dev.kurki.actors.component;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a device is told of the machine it is built into. Its properties are frozen with the machine type.
 *
 * @param harts how many harts the machine has, from 1
 * @param properties what the machine type says of the device's properties, by name
 */
public record DeviceSettings(int harts, Map<String, Long> properties) {
  /** Copies the properties. */
  public DeviceSettings {
    properties = Map.copyOf(properties);
  }

  /** Settings of a machine that leaves every property at its default. */
  public DeviceSettings(int harts) {
    this(harts, Map.of());
  }

  /** What a property is in this machine. */
  public long value(DeviceProperty property) {
    return properties.getOrDefault(property.name(), property.absent());
  }

  /** Settings in which every property that a device has is named, with its default where nothing else is said. */
  public DeviceSettings complete(List<DeviceProperty> known) {
    Map<String, Long> all = new TreeMap<>();
    known.forEach(property -> all.put(property.name(), value(property)));
    return new DeviceSettings(harts, all);
  }
}
