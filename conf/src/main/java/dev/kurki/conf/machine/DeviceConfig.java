package dev.kurki.conf.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.kurki.actors.component.DeviceProperty;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.devices.DeviceCatalogue;

/**
 * A device of a machine type or of one machine.
 *
 * @param name unique in the machine
 * @param registration the kind of device
 * @param base the guest-physical address of its region
 * @param properties what is said of its properties; each that is not named has its default
 * @param hartLines the interrupt causes of its lines to each hart
 * @param interrupt where its one interrupt line ends, if at a controller
 */
public record DeviceConfig(String name, DeviceRegistration<?> registration, long base,
    Map<String, Long> properties, List<Integer> hartLines, Optional<Interrupt> interrupt) {
  private static final Set<String> KEYS = Set.of("name", "type", "base", "properties", "hart-lines",
      "controller", "source");
  private static final int MAX_SOURCE = 1023;

  /**
   * An interrupt controller's input.
   *
   * @param controller the controller's name
   * @param source the input's number
   */
  public record Interrupt(String controller, int source) {}

  /** Copies the collections. */
  public DeviceConfig {
    properties = Map.copyOf(properties);
    hartLines = List.copyOf(hartLines);
  }

  /**
   * Reads a device.
   *
   * @throws BadInput when its kind is not known, or it is not of the form that reference.conf describes
   */
  static DeviceConfig read(Settings settings) {
    settings.expectKeys(KEYS);
    String type = settings.text("type");
    DeviceRegistration<?> registration = DeviceCatalogue.find(type).orElseThrow(() -> settings.wrong("type",
        "names no device \"" + type + "\"; there are " + String.join(", ", DeviceCatalogue.names())));
    Optional<Interrupt> interrupt = settings.has("controller")
        ? Optional.of(new Interrupt(settings.text("controller"), settings.number("source", 1, MAX_SOURCE)))
        : Optional.empty();
    return new DeviceConfig(settings.text("name"), registration, settings.address("base"),
        properties(settings, registration), settings.numbers("hart-lines"), interrupt);
  }

  private static Map<String, Long> properties(Settings settings, DeviceRegistration<?> registration) {
    if (!settings.has("properties")) {
      return Map.of();
    }
    Set<String> known = registration.properties().stream().map(DeviceProperty::name).collect(Collectors.toSet());
    Settings given = settings.object("properties").expectKeys(known);
    return registration.properties().stream().filter(property -> given.has(property.name())).collect(Collectors
        .toMap(DeviceProperty::name, property -> given.longNumber(property.name(), property.min(), property.max())));
  }
}
