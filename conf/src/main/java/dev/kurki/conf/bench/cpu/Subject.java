package dev.kurki.conf.bench.cpu;

/**
 * What a time was taken of.
 *
 * @param guest by its word
 * @param phase which part of its run
 */
record Subject(String guest, String phase) {
  /** The word for Debian's kernel. */
  static final String LINUX = "linux";
  /** The word for a second machine on a node that has had one. */
  static final String SECOND_MACHINE = "second-machine";

  /** From the start of the process to the shell. */
  static final Subject BOOT = new Subject(LINUX, "boot");
  /** From the wish to launch it to the shell. */
  static final Subject SECOND_BOOT = new Subject(SECOND_MACHINE, "boot");

  /** What QEMU does in a guest's first moments. */
  static Subject cold(BenchGuest guest) {
    return new Subject(guest.word(), "cold");
  }

  /** A round, after some seconds. */
  static Subject steady(BenchGuest guest) {
    return new Subject(guest.word(), "steady");
  }

  /** A job that the shell is given. */
  static Subject of(LinuxJob job) {
    return new Subject(LINUX, job.word());
  }
}
