package dev.kurki.conf.machine;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.typesafe.config.Config;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.cpu.isa.InstructionSet;

/**
 * A board that guests see.
 *
 * @param name e.g. {@code virt}
 * @param isa the extensions of its harts
 * @param ramBase the guest-physical address of RAM
 * @param console the name of the device that the console talks to
 * @param devices its devices, interrupt controllers first
 */
public record MachineType(String name, InstructionSet isa, long ramBase, String console, List<DeviceConfig> devices) {
  private static final String PATH = "kurki.machine-types";
  private static final Set<String> KEYS = Set.of("isa", "ram-base", "console", "devices");

  /** Copies the devices. */
  public MachineType {
    devices = List.copyOf(devices);
  }

  /** The names of all machine types. */
  public static Set<String> names(Config config) {
    return new TreeSet<>(Settings.at(config, PATH).keys());
  }

  /**
   * The machine type that {@code settings} name under {@code type}.
   *
   * @param config what has the machine types
   * @throws BadInput when there is none of that name, or it is not of the form that reference.conf describes
   */
  static MachineType named(Settings settings, Config config) {
    String name = settings.text("type");
    if (!names(config).contains(name)) {
      throw settings.wrong("type",
          "names no machine type \"" + name + "\"; there are " + String.join(", ", names(config)));
    }
    Settings type = Settings.at(config, PATH).object(name).expectKeys(KEYS);
    return new MachineType(name, isa(type), type.address("ram-base"), type.text("console"),
        type.objects("devices").stream().map(DeviceConfig::read).toList());
  }

  private static InstructionSet isa(Settings type) {
    try {
      return InstructionSet.parse(type.text("isa"));
    } catch (IllegalArgumentException e) {
      throw type.wrong("isa", String.valueOf(e.getMessage()));
    }
  }
}
