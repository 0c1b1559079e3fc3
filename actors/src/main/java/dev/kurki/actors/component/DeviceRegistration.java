package dev.kurki.actors.component;

import java.util.List;

import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;

/**
 * How a kind of device makes itself known: its name, its section record, the region it answers, how it is created, and
 * its node of the device tree. One constant a device, beside its model.
 *
 * @param <S> the record of the device's section
 */
public interface DeviceRegistration<S extends Record> {
  /** The name under which machine types and HOCON know this kind of device, e.g. {@code ns16550a}. */
  String name();

  /** The record whose schema is the section's. */
  Class<S> section();

  /** The size of its region in bytes. */
  long regionBytes();

  /** Which access widths its region takes, or-ed: 1, 2, 4 and 8 stand for themselves. */
  int widths();

  /** What a machine type may say of such a device; nothing where a device has no properties. */
  default List<DeviceProperty> properties() {
    return List.of();
  }

  /** Creates a model in its state after power-on. */
  DeviceModel<S> create(DevicePorts ports, DeviceSettings settings);

  /** The device's nodes of the device tree, at the place where a machine has put it: its own, and such as refer to it. */
  List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings);
}
