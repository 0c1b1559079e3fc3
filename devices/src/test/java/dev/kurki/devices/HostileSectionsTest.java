package dev.kurki.devices;

import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.testkit.ComponentTestKit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of device, given sections of hostile peers. */
class HostileSectionsTest {
  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @ParameterizedTest
  @MethodSource("names")
  void a_device_loads_a_section_whole_or_not_at_all(String name) {
    kit.fuzz(registration(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_device_of_a_machine_of_four_harts_does_too(String name) {
    kit.sectionFuzz(registration(name), new DeviceSettings(4), SectionForm.FULL).run();
  }

  @ParameterizedTest
  @MethodSource("names")
  void every_version_of_a_device_does_what_it_promises(String name) {
    kit.device(registration(name)).expectVersionMatrix();
  }

  static Stream<String> names() {
    return DeviceCatalogue.names().stream();
  }

  private static DeviceRegistration<?> registration(String name) {
    return DeviceCatalogue.find(name).orElseThrow();
  }
}
