package dev.kurki.conf.golden;

import java.util.List;
import java.util.stream.Stream;

import com.typesafe.config.Config;
import dev.kurki.conf.machine.MachineConfig;

/** The machines that every release records, for each of its machine types: each guest of the project's own, mid-run. */
public final class GoldenMachines {
  private static final long EMBEDDED_INSTRUCTION = 1_000_000;
  private static final long FIRMWARE_INSTRUCTION = 466_525;
  private static final List<Integer> HARTS = List.of(1, 2, 4);

  private GoldenMachines() {}

  /**
   * A machine to be recorded.
   *
   * @param name of the stream's file, without its ending
   * @param machine the machine
   * @param instruction after how many instructions of a hart it is saved
   */
  public record GoldenMachine(String name, MachineConfig machine, long instruction) {}

  /** Those of a machine type. */
  public static List<GoldenMachine> of(String machineType, Config config) {
    Stream<GoldenMachine> embedded = Stream.of(new GoldenMachine(machineType + "-embedded", machine(machineType,
        "memory = 2 MiB, icount-shift = 6, guest { kind = embedded, pages = 64, pages-per-second = 2000, stop-after-seconds = 2 }",
        config), EMBEDDED_INSTRUCTION));
    Stream<GoldenMachine> firmware = HARTS.stream().map(harts -> new GoldenMachine(
        machineType + "-firmware-" + harts, machine(machineType, "memory = 1 MiB, icount-shift = 4, harts = " + harts
            + ", guest { kind = firmware }", config),
        FIRMWARE_INSTRUCTION));
    return Stream.concat(embedded, firmware).toList();
  }

  private static MachineConfig machine(String type, String settings, Config config) {
    return MachineConfig.parse("{ name = golden, type = \"" + type + "\", " + settings + " }", config);
  }
}
