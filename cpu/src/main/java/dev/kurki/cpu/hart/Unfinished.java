package dev.kurki.cpu.hart;

/** Leaves an instruction that has changed nothing yet and is executed again later: when a device has answered, say. */
final class Unfinished extends RuntimeException {
  Unfinished() {
    super(null, null, false, false);
  }
}
