package dev.kurki.devices;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.devices.clint.ClintRegistration;
import dev.kurki.devices.finisher.FinisherRegistration;
import dev.kurki.devices.plic.PlicRegistration;
import dev.kurki.devices.rtc.GoldfishRtcRegistration;
import dev.kurki.devices.uart.UartRegistration;

/** Every kind of device that there is, by name: the one place that a new device is added to. */
public final class DeviceCatalogue {
  private static final Map<String, DeviceRegistration<?>> BY_NAME = List
      .<DeviceRegistration<?>>of(new ClintRegistration(), new FinisherRegistration(), new PlicRegistration(),
          new GoldfishRtcRegistration(), new UartRegistration())
      .stream().collect(Collectors.toUnmodifiableMap(DeviceRegistration::name, Function.identity()));

  private DeviceCatalogue() {}

  /** The kind of device of a name, e.g. {@code ns16550a}, if there is one. */
  public static Optional<DeviceRegistration<?>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The names of all kinds, sorted. */
  public static List<String> names() {
    return BY_NAME.keySet().stream().sorted().toList();
  }
}
