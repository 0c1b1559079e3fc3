package dev.kurki.actors.devicetree;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.kurki.actors.section.Bytes;

/**
 * Writes a device tree as the blob that a guest reads (Devicetree Specification 0.4, chapter 5, version 17). All numbers
 * are big-endian.
 *
 * <pre>
 *   header (40)   memory reservations (one empty entry, 16)   structure block   strings block
 * </pre>
 */
public final class FlattenedDeviceTree {
  private static final int MAGIC = 0xd00d_feed;
  private static final int VERSION = 17;
  private static final int LAST_COMPATIBLE_VERSION = 16;
  private static final int HEADER_BYTES = 40;
  private static final int RESERVATION_BYTES = 16;
  private static final int BEGIN_NODE = 1;
  private static final int END_NODE = 2;
  private static final int PROPERTY = 3;
  private static final int END = 9;

  private final ByteArrayOutputStream structure = new ByteArrayOutputStream();
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
  private final Map<String, Integer> stringOffsets = new LinkedHashMap<>();

  private FlattenedDeviceTree() {}

  /** The blob of the tree below {@code root}. */
  public static Bytes of(DeviceTreeNode root) {
    FlattenedDeviceTree tree = new FlattenedDeviceTree();
    tree.node(root);
    tree.word(END);
    return Bytes.of(tree.assemble());
  }

  private byte[] assemble() {
    int structureStart = HEADER_BYTES + RESERVATION_BYTES;
    int stringsStart = structureStart + structure.size();
    int total = stringsStart + strings.size();
    ByteBuffer blob = ByteBuffer.allocate(total);
    blob.putInt(MAGIC).putInt(total).putInt(structureStart).putInt(stringsStart).putInt(HEADER_BYTES);
    blob.putInt(VERSION).putInt(LAST_COMPATIBLE_VERSION).putInt(0).putInt(strings.size()).putInt(structure.size());
    blob.position(structureStart);
    return blob.put(structure.toByteArray()).put(strings.toByteArray()).array();
  }

  private void node(DeviceTreeNode node) {
    word(BEGIN_NODE);
    structure.writeBytes(node.name().getBytes(StandardCharsets.US_ASCII));
    structure.write(0);
    pad();
    node.properties().forEach(this::property);
    node.children().forEach(this::node);
    word(END_NODE);
  }

  private void property(String name, Bytes value) {
    word(PROPERTY);
    word(value.length());
    word(offsetOf(name));
    structure.writeBytes(value.toArray());
    pad();
  }

  private int offsetOf(String name) {
    return stringOffsets.computeIfAbsent(name, _ -> {
      int offset = strings.size();
      strings.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
      strings.write(0);
      return offset;
    });
  }

  private void word(int value) {
    structure.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  private void pad() {
    while (structure.size() % Integer.BYTES != 0) {
      structure.write(0);
    }
  }
}
