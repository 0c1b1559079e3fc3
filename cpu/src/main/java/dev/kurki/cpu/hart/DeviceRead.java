package dev.kurki.cpu.hart;

/** Leaves the load that a device is to answer; it is executed again when the answer is there. */
final class DeviceRead extends RuntimeException {
  DeviceRead() {
    super(null, null, false, false);
  }
}
