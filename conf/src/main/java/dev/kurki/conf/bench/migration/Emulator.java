package dev.kurki.conf.bench.migration;

/** Who moves the guest. */
public enum Emulator {
  /** This build. */
  KURKI("Kurki"),
  /** Debian's {@code qemu-system-misc}, plain pre-copy without a cap on the bandwidth. */
  QEMU("QEMU");

  private final String title;

  Emulator(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }
}
