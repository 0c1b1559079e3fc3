package dev.kurki.conf.firmware;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

import dev.kurki.conf.cluster.TwoNodes;

/** Debian's own kernel with its busybox, as {@code conf/examples/debian/fetch} brings them. */
final class DebianMachine {
  static final String NAME = "debian";
  static final String PROMPT = "debian# ";

  private static final Path IMAGES = Path.of("examples/debian/images").toAbsolutePath();

  private DebianMachine() {}

  /** Skips a test, as it takes minutes, unless the build is told otherwise. */
  static void assumeWanted() {
    assumeTrue("required".equals(System.getProperty("kurki.real-input")),
        "skipped, as it takes minutes: conf/examples/debian/fetch, then -Dkurki.real-input=required");
  }

  /** Launches it on alpha. */
  static void launch(TwoNodes nodes, int harts) {
    nodes.alpha().launch(TwoNodes.machine(settings(harts)));
  }

  /** Its settings as HOCON. */
  static String settings(int harts) {
    return "name = " + NAME + ", memory = 256 MiB, harts = " + harts + ", bios = \""
        + IMAGES.resolve("fw_dynamic.bin") + "\", kernel = \"" + IMAGES.resolve("Image") + "\", initrd = \""
        + IMAGES.resolve("initramfs.cpio.gz") + "\", append = \"console=ttyS0 earlycon=sbi\"";
  }
}
