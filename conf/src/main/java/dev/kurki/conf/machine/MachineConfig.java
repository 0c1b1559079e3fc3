package dev.kurki.conf.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.actors.clock.InstructionTime;
import dev.kurki.actors.machine.ClockPolicy;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.conf.guest.GuestKind;
import dev.kurki.conf.guest.GuestSettings;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.cpu.vcpu.VcpuSettings;

/**
 * A machine as its user wants it.
 *
 * @param id its name
 * @param type the board
 * @param memoryBytes guest RAM
 * @param harts how many
 * @param clockPolicy what becomes of the time of a pause
 * @param icountShift where guest time passes by instructions, of 2^shift ns each; empty where it follows the host's
 * @param onlyMigratable whether it is not to be built where one of its components can be neither saved nor moved
 * @param instructionLimit after how many instructions of one hart it ends
 * @param translate whether code that is executed often becomes JVM code here; no matter of the machine's, so its text does not
 *     say so
 * @param bios firmware that is started instead of the kernel
 * @param kernel what firmware starts, or what is started itself
 * @param initrd an initial RAM disk for the kernel
 * @param append the kernel's command line
 * @param guest which embedded guest runs where there is neither bios nor kernel, and how it works
 * @param devices the machine type's devices and the machine's own
 * @param text the settings as HOCON, from which another node reads the same machine
 */
public record MachineConfig(MachineId id, MachineType type, long memoryBytes, int harts, ClockPolicy clockPolicy,
    OptionalInt icountShift, boolean onlyMigratable, long instructionLimit, boolean translate, Optional<Path> bios,
    Optional<Path> kernel,
    Optional<Path> initrd,
    String append,
    GuestSettings guest, List<DeviceConfig> devices, String text) {
  private static final Set<String> KEYS = Set.of("name", "type", "memory", "harts", "clock-policy", "icount-shift",
      "only-migratable", "max-instructions", "guest", "bios", "kernel", "initrd", "append", "devices");
  private static final Set<String> GUEST_KEYS = Set.of("kind", "pages", "pages-per-second", "stop-after-seconds",
      "rounds");
  private static final int MAX_HARTS = 64;
  private static final int MAX_PAGES = 1 << 24;

  /** Copies the devices. */
  public MachineConfig {
    devices = List.copyOf(devices);
  }

  /** The settings of the object {@code machine}, with the defaults behind them. */
  public static Settings settings(Config config) {
    Config machine = config.hasPath("machine") ? config.getConfig("machine") : ConfigFactory.empty();
    return Settings.at(machine.withFallback(config.getConfig("kurki.machine-defaults")).atPath("machine"), "machine");
  }

  /**
   * Reads a machine.
   *
   * @param given its settings, defaults included
   * @param config what has the machine types
   * @throws BadInput when they are not of the form that reference.conf describes
   */
  public static MachineConfig read(Settings given, Config config) {
    Settings settings = MachineType.resolveAlias(given.expectKeys(KEYS), config).withAbsolutePath("bios")
        .withAbsolutePath("kernel").withAbsolutePath("initrd");
    MachineType type = MachineType.named(settings, config);
    long memory = settings.bytes("memory");
    if (memory < GuestMemory.PAGE_BYTES || memory % GuestMemory.PAGE_BYTES != 0 || memory > GuestMemory.MAX_BYTES) {
      throw settings.wrong("memory", "has to be whole pages of 4 KiB up to 64 GiB, not " + memory + " bytes");
    }
    List<DeviceConfig> devices = Stream
        .concat(type.devices().stream(), settings.objects("devices").stream().map(DeviceConfig::read)).toList();
    long limit = settings.bytes("max-instructions");
    MachineConfig machine = new MachineConfig(name(settings), type, memory, settings.number("harts", 1, MAX_HARTS),
        settings.oneOf("clock-policy", ClockPolicy.class), icountShift(settings),
        settings.flag("only-migratable"), limit == 0 ? VcpuSettings.NO_LIMIT : limit,
        config.getBoolean("kurki.translate"),
        path(settings, "bios"), path(settings, "kernel"), path(settings, "initrd"),
        settings.optionalText("append").orElse(""), guest(settings.object("guest")), devices, settings.render());
    long needed = machine.guest().ramBytes(machine.harts());
    if (machine.hasEmbeddedGuest() && needed > memory) {
      throw settings.wrong("memory", "is too small for " + switch (machine.guest().kind()) {
        case EMBEDDED -> "the embedded guest's " + machine.guest().pages() + " pages";
        case FIRMWARE -> "the embedded firmware on " + machine.harts() + " harts";
      } + "; it takes " + needed + " bytes");
    }
    return machine;
  }

  /** How many harts a machine has at most. */
  static int maxHarts() {
    return MAX_HARTS;
  }

  /** Reads a machine from what {@link #text} has of it, which may come from a peer: no other file is read for it. */
  public static MachineConfig parse(String text, Config config) {
    return read(settings(Settings.parseAlone("machine = " + text).withFallback(config)), config);
  }

  /** The same machine, but it ends with status 124 after so many instructions of one hart; its text does not say so. */
  public MachineConfig limitedTo(long instructions) {
    return new MachineConfig(id, type, memoryBytes, harts, clockPolicy, icountShift, onlyMigratable, instructions,
        translate,
        bios,
        kernel, initrd, append, guest, devices, text);
  }

  /** Whether an embedded guest runs on it. */
  public boolean hasEmbeddedGuest() {
    return bios.isEmpty() && kernel.isEmpty();
  }

  private static MachineId name(Settings settings) {
    try {
      return new MachineId(settings.text("name"));
    } catch (IllegalArgumentException e) {
      throw settings.wrong("name", "is no name for a machine: " + e.getMessage());
    }
  }

  private static GuestSettings guest(Settings settings) {
    settings.expectKeys(GUEST_KEYS);
    return new GuestSettings(settings.oneOf("kind", GuestKind.class), settings.number("pages", 1, MAX_PAGES),
        settings.number("pages-per-second", 0, Integer.MAX_VALUE),
        settings.number("stop-after-seconds", 0, Integer.MAX_VALUE), settings.number("rounds", 1, Integer.MAX_VALUE));
  }

  private static OptionalInt icountShift(Settings settings) {
    return settings.has("icount-shift")
        ? OptionalInt.of(settings.number("icount-shift", 0, InstructionTime.MAX_SHIFT))
        : OptionalInt.empty();
  }

  private static Optional<Path> path(Settings settings, String key) {
    return settings.optionalText(key).map(Path::of);
  }
}
