package dev.kurki.cpu.hart;

/** Leaves the instruction that has come to a device; it is executed again when the access is made. */
final class DeviceAccess extends RuntimeException {
  DeviceAccess() {
    super(null, null, false, false);
  }
}
