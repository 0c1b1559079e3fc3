package dev.kurki.conf.bench.cpu;

import java.nio.file.Path;
import java.util.Optional;

import dev.kurki.conf.image.DebianExample;

/**
 * What a machine runs.
 *
 * @param harts how many it has
 * @param mebibytes its RAM
 * @param kernel an ELF file that starts itself, or what the firmware starts
 * @param linux what belongs to a kernel of Linux
 */
record Payload(int harts, int mebibytes, Path kernel, Optional<Linux> linux) {
  /** The firmware, the initial RAM disk and the kernel's command line. */
  record Linux(Path bios, Path initrd, String append) {}

  /** The RAM of a machine with Debian. */
  static final int DEBIAN_MEBIBYTES = 256;

  /** A bare-metal guest in a file. */
  static Payload of(BenchGuest guest, Path file) {
    return new Payload(guest.harts(), BenchGuest.MEMORY_MEBIBYTES, file, Optional.empty());
  }

  /** Debian's kernel on one hart. */
  static Payload of(DebianExample debian) {
    return new Payload(1, DEBIAN_MEBIBYTES, debian.kernel(),
        Optional.of(new Linux(debian.bios(), debian.initrd(), DebianExample.APPEND)));
  }
}
