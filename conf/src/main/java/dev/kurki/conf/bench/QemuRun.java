package dev.kurki.conf.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.kurki.conf.guest.EmbeddedGuest;
import dev.kurki.conf.guest.GuestLine;
import dev.kurki.conf.guest.GuestSettings;
import dev.kurki.conf.input.BadInput;

/** Runs the embedded guest, the very same program, under QEMU's machine {@code virt}. */
public final class QemuRun {
  private QemuRun() {}

  /**
   * Runs the guest to its end.
   *
   * @return what it said of itself; nothing where QEMU (Debian: {@code qemu-system-misc}) is not installed
   * @throws BadInput when QEMU fails
   */
  public static Optional<List<GuestLine>> run(GuestSettings guest, long memoryBytes) throws InterruptedException {
    try {
      Path elf = Files.createTempFile("kurki-guest-", ".elf");
      try {
        Files.write(elf, EmbeddedGuest.assemble(guest).toElf());
        Process qemu = new ProcessBuilder(Qemu.COMMAND, "-machine", "virt", "-accel", "tcg", "-m",
            (memoryBytes >> 20) + "M",
            "-nographic", "-bios", "none", "-kernel", elf.toString()).redirectErrorStream(true).start();
        qemu.getOutputStream().close();
        try (BufferedReader console = qemu.inputReader()) {
          List<GuestLine> lines = console.lines().flatMap(line -> GuestLine.parse(line).stream()).toList();
          if (qemu.waitFor() != 0 || lines.isEmpty()) {
            throw new BadInput("QEMU did not run the guest to its end; its status is " + qemu.exitValue());
          }
          return Optional.of(lines);
        } finally {
          qemu.destroyForcibly();
        }
      } finally {
        Files.delete(elf);
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
