package dev.kurki.conf.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** QEMU as it is installed on this host (Debian: {@code qemu-system-misc}). */
public final class Qemu {
  /** Its program for RISC-V. */
  public static final String COMMAND = "qemu-system-riscv64";

  private Qemu() {}

  /** The version, as QEMU itself says it; nothing where it is not installed. */
  public static Optional<String> version() {
    try {
      Process process = new ProcessBuilder(COMMAND, "--version").redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.lines().findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What starts it so that it ends with the thread that has started it, and so with this process, though that be killed:
   * {@code setpriv} of util-linux asks the kernel for that (prctl(2), PR_SET_PDEATHSIG) and becomes QEMU.
   */
  public static List<String> endingWithParent() {
    return List.of("setpriv", "--pdeathsig", "KILL", "--", COMMAND);
  }
}
