package dev.kurki.actors.component;

/**
 * What a device is told of the machine it is built into.
 *
 * @param harts how many harts the machine has, from 1
 */
public record DeviceSettings(int harts) {}
