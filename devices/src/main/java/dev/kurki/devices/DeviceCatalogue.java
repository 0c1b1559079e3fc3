package dev.kurki.devices;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.devices.clint.ClintRegistration;
import dev.kurki.devices.finisher.FinisherRegistration;
import dev.kurki.devices.plic.PlicRegistration;
import dev.kurki.devices.rtc.GoldfishRtcRegistration;
import dev.kurki.devices.uart.UartRegistration;

/**
 * Every kind of device that there is, by name: the one place that a new device of the project's own is added to. Devices of
 * other authors are found on the class path, as the {@link ServiceLoader} finds {@link DeviceRegistration}s.
 */
public final class DeviceCatalogue {
  private static final Map<String, DeviceRegistration<?>> BY_NAME = Stream
      .concat(Stream.of(new ClintRegistration(), new FinisherRegistration(), new PlicRegistration(),
          new GoldfishRtcRegistration(), new UartRegistration()), others())
      .collect(Collectors.toUnmodifiableMap(DeviceRegistration::name, Function.identity()));

  private DeviceCatalogue() {}

  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  private static Stream<DeviceRegistration<?>> others() {
    return ServiceLoader.load(DeviceRegistration.class).stream().map(other -> (DeviceRegistration<?>) other.get());
  }

  /** The kind of device of a name, e.g. {@code ns16550a}, if there is one. */
  public static Optional<DeviceRegistration<?>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The names of all kinds, sorted. */
  public static List<String> names() {
    return BY_NAME.keySet().stream().sorted().toList();
  }
}
