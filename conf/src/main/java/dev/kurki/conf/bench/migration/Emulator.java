package dev.kurki.conf.bench.migration;

/** Who moves the guest, and how. */
public enum Emulator {
  /** This build. */
  KURKI("Kurki"),
  /** This build, by TLS; what it costs shows where bytes count, so it moves incompressible guests only. */
  KURKI_TLS("Kurki TLS"),
  /** This build, with pages that zstd compresses. */
  KURKI_ZSTD("Kurki zstd"),
  /** This build, with pages that lz4 compresses. */
  KURKI_LZ4("Kurki lz4"),
  /** This build, with pages that are sent again by what has changed in them. */
  KURKI_XBZRLE("Kurki xbzrle"),
  /** Debian's {@code qemu-system-misc}, plain pre-copy without a cap on the bandwidth. */
  QEMU("QEMU"),
  /** The same with its multifd, whose channels compress by zstd; it has no lz4. */
  QEMU_ZSTD("QEMU zstd"),
  /** The same with its xbzrle. */
  QEMU_XBZRLE("QEMU xbzrle");

  private final String title;

  Emulator(String title) {
    this.title = title;
  }

  /** Whether it moves such a guest: one in which there is something to gain for it, or to pay. */
  boolean moves(Workload workload) {
    return switch (this) {
      case KURKI, QEMU -> true;
      case KURKI_TLS -> workload == Workload.INCOMPRESSIBLE;
      case KURKI_ZSTD, KURKI_LZ4, QEMU_ZSTD -> workload == Workload.COMPRESSIBLE;
      case KURKI_XBZRLE, QEMU_XBZRLE -> workload == Workload.DIRTY_200 || workload == Workload.DIRTY_800;
    };
  }

  /** Whether pages are made shorter for their way. */
  boolean packs() {
    return switch (this) {
      case KURKI, KURKI_TLS, QEMU -> false;
      case KURKI_ZSTD, KURKI_LZ4, KURKI_XBZRLE, QEMU_ZSTD, QEMU_XBZRLE -> true;
    };
  }

  /** Whether it is QEMU. */
  boolean isQemu() {
    return switch (this) {
      case KURKI, KURKI_TLS, KURKI_ZSTD, KURKI_LZ4, KURKI_XBZRLE -> false;
      case QEMU, QEMU_ZSTD, QEMU_XBZRLE -> true;
    };
  }

  /** For people. */
  public String title() {
    return title;
  }
}
