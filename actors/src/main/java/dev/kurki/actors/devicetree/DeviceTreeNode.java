package dev.kurki.actors.devicetree;

import dev.kurki.actors.section.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of a device tree, as the Devicetree Specification has it: a name, properties and child nodes. It is built by
 * chained calls and read once.
 */
public final class DeviceTreeNode {
  private final String name;
  private final Map<String, Bytes> properties = new LinkedHashMap<>();
  private final List<DeviceTreeNode> children = new ArrayList<>();

  /**
   * A node without properties.
   *
   * @param name its name with its unit address, e.g. {@code serial@10000000}; empty for the root
   */
  public DeviceTreeNode(String name) {
    this.name = name;
  }

  /** The node's name. */
  public String name() {
    return name;
  }

  /** The properties, in the order in which they were given. */
  public Map<String, Bytes> properties() {
    return properties;
  }

  /** The child nodes, in the order in which they were given. */
  public List<DeviceTreeNode> children() {
    return children;
  }

  /** Adds a property without a value. */
  public DeviceTreeNode flag(String property) {
    return put(property, Bytes.EMPTY);
  }

  /** Adds a property of 32-bit cells. */
  public DeviceTreeNode cells(String property, int... cells) {
    ByteBuffer bytes = ByteBuffer.allocate(cells.length * Integer.BYTES);
    for (int cell : cells) {
      bytes.putInt(cell);
    }
    return put(property, Bytes.of(bytes.array()));
  }

  /** Adds a property of 64-bit numbers, two cells each. */
  public DeviceTreeNode longs(String property, long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    return put(property, Bytes.of(bytes.array()));
  }

  /** Adds a property of one or more strings. */
  public DeviceTreeNode strings(String property, String... strings) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String string : strings) {
      bytes.writeBytes(string.getBytes(StandardCharsets.US_ASCII));
      bytes.write(0);
    }
    return put(property, Bytes.of(bytes.toByteArray()));
  }

  /** Adds a child node. */
  public DeviceTreeNode child(DeviceTreeNode node) {
    children.add(node);
    return this;
  }

  private DeviceTreeNode put(String property, Bytes value) {
    properties.put(property, value);
    return this;
  }
}
