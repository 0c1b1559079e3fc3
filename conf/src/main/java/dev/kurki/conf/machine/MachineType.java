package dev.kurki.conf.machine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.typesafe.config.Config;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.cpu.isa.InstructionSet;

/**
 * A board that guests see. It is frozen when its release ships: later releases have further types beside it.
 *
 * @param name e.g. {@code virt-0.1}
 * @param isa the extensions of its harts
 * @param ramBase the guest-physical address of RAM
 * @param console the name of the device that the console talks to
 * @param devices its devices, interrupt controllers first
 * @param forms the forms that it has sections in, by section id; one that is not named is whole
 */
public record MachineType(String name, InstructionSet isa, long ramBase, String console, List<DeviceConfig> devices,
    Map<String, SectionForm> forms) {
  /** Where machine types stand in a configuration. */
  public static final String PATH = "kurki.machine-types";
  private static final String ALIASES = "kurki.machine-type-aliases";
  private static final Set<String> KEYS = Set.of("isa", "ram-base", "console", "devices", "sections");
  private static final Set<String> FORM_KEYS = Set.of("version", "off");

  /** Copies the collections. */
  public MachineType {
    devices = List.copyOf(devices);
    forms = Map.copyOf(forms);
  }

  /** The names of all machine types. */
  public static Set<String> names(Config config) {
    return new TreeSet<>(Settings.at(config, PATH).keys());
  }

  /**
   * Settings whose {@code type} names a machine type itself where it named an alias, so that a machine stays what it was
   * launched as.
   */
  static Settings resolveAlias(Settings settings, Config config) {
    Settings aliases = Settings.at(config, ALIASES);
    String name = settings.text("type");
    return aliases.has(name) ? settings.replace("type", aliases.text(name)) : settings;
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
    return read(name, Settings.at(config, PATH).object(name));
  }

  /**
   * The machine type of a name.
   *
   * @param config what has the machine types
   * @throws BadInput when there is none of that name, or it is not of the form that reference.conf describes
   */
  public static MachineType named(String name, Config config) {
    return read(name, Settings.at(config, PATH).object(name));
  }

  private static MachineType read(String name, Settings settings) {
    Settings type = settings.expectKeys(KEYS);
    return new MachineType(name, isa(type), type.address("ram-base"), type.text("console"),
        type.objects("devices").stream().map(DeviceConfig::read).toList(), forms(type));
  }

  private static Map<String, SectionForm> forms(Settings type) {
    if (!type.has("sections")) {
      return Map.of();
    }
    Settings sections = type.object("sections");
    return sections.keys().stream().collect(Collectors.toMap(id -> id, id -> {
      Settings form = sections.object(id).expectKeys(FORM_KEYS);
      int version = form.has("version") ? form.number("version", 1, SectionForm.NEWEST) : SectionForm.NEWEST;
      return new SectionForm(version, Set.copyOf(form.texts("off")));
    }));
  }

  private static InstructionSet isa(Settings type) {
    try {
      return InstructionSet.parse(type.text("isa"));
    } catch (IllegalArgumentException e) {
      throw type.wrong("isa", String.valueOf(e.getMessage()));
    }
  }
}
