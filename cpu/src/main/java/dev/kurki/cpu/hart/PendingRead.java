package dev.kurki.cpu.hart;

/**
 * A load that waits for a device.
 *
 * @param address guest-physical
 * @param width 1, 2, 4 or 8 bytes
 */
public record PendingRead(long address, int width) {}
