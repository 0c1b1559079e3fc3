package dev.kurki.conf.command;

import java.nio.file.Path;

import dev.kurki.conf.input.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that go before a machine's file; the names are QEMU's. */
final class MachineOptions {
  @Option(names = {"-k",
      "--kernel"}, paramLabel = "FILE", description = "An ELF or raw image: what firmware starts, or what is started itself.")
  private @Nullable Path kernel;

  @Option(names = "--bios", paramLabel = "FILE", description = "Firmware, as an ELF or raw image.")
  private @Nullable Path bios;

  @Option(names = "--initrd", paramLabel = "FILE", description = "An initial RAM disk for the kernel.")
  private @Nullable Path initrd;

  @Option(names = "--append", paramLabel = "TEXT", description = "The kernel's command line.")
  private @Nullable String append;

  @Option(names = {"-m", "--memory"}, paramLabel = "SIZE", description = "Guest RAM, e.g. 256 MiB or 1G.")
  private @Nullable String memory;

  @Option(names = "--smp", paramLabel = "HARTS", description = "How many harts.")
  private @Nullable Integer harts;

  @Option(names = "--icount", paramLabel = "SHIFT", description = "Guest time passes by instructions, of 2^SHIFT ns each: every run is the same.")
  private @Nullable Integer icountShift;

  @Option(names = "--max-instructions", paramLabel = "COUNT", description = "End with status 124 after this many instructions of one hart.")
  private @Nullable Long maxInstructions;

  /** The settings with these options before them. */
  Settings over(Settings settings) {
    Settings result = settings;
    result = with(result, "kernel", kernel, "--kernel");
    result = with(result, "bios", bios, "--bios");
    result = with(result, "initrd", initrd, "--initrd");
    result = with(result, "append", append, "--append");
    result = with(result, "memory", memory, "--memory");
    result = with(result, "harts", harts, "--smp");
    result = with(result, "icount-shift", icountShift, "--icount");
    return with(result, "max-instructions", maxInstructions, "--max-instructions");
  }

  private static Settings with(Settings settings, String key, @Nullable Object value, String option) {
    return value == null ? settings : settings.with(key, value instanceof Path path ? path.toString() : value, option);
  }
}
