package dev.kurki.actors.component;

/**
 * A property of a kind of device: what a machine type may say of it. What a release's machine types say is frozen with them,
 * so the default stays what it was; a later machine type names another value. At 0 a device is what it was before it had the
 * property: locks do not name one that is 0.
 *
 * @param name lower-case letters, digits and hyphens
 * @param absent the value where a machine type does not name the property
 * @param min the least value that it takes
 * @param max the greatest value that it takes
 */
public record DeviceProperty(String name, long absent, long min, long max) {
  /** A property that is off where a machine type does not turn it on. */
  public static DeviceProperty offByDefault(String name) {
    return new DeviceProperty(name, 0, 0, 1);
  }
}
