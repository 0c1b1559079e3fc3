package dev.kurki.conf.bench.migration;

/** Who moves the guest. */
public enum Emulator {
  /** This build. */
  KURKI("Kurki"),
  /** This build, by TLS; what it costs shows where bytes count, so it moves incompressible guests only. */
  KURKI_TLS("Kurki TLS"),
  /** Debian's {@code qemu-system-misc}, plain pre-copy without a cap on the bandwidth. */
  QEMU("QEMU");

  private final String title;

  Emulator(String title) {
    this.title = title;
  }

  /** Whether it moves such a guest. */
  boolean moves(Scenario scenario) {
    return this != KURKI_TLS || scenario.workload() == Workload.INCOMPRESSIBLE;
  }

  /** For people. */
  public String title() {
    return title;
  }
}
