package dev.kurki.conf.abi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import dev.kurki.actors.devicetree.DeviceTreeNode;
import dev.kurki.actors.section.Bytes;

/**
 * A device tree as lines, one a property: {@code /soc/serial@10000000 reg = <0x0 0x10000000 0x0 0x100>}. Values are written
 * as device tree sources have them: strings in quotes, cells in angle brackets, other bytes in square brackets. A property
 * without a value stands alone, as does a node without properties.
 */
final class DeviceTreeText {
  private final List<String> lines = new ArrayList<>();

  private DeviceTreeText() {}

  static List<String> of(DeviceTreeNode root) {
    DeviceTreeText text = new DeviceTreeText();
    text.node("", root);
    return text.lines;
  }

  private void node(String parent, DeviceTreeNode node) {
    String path = parent.endsWith("/") || node.name().startsWith("/")
        ? parent + node.name()
        : parent + "/" + node.name();
    if (node.properties().isEmpty()) {
      lines.add(path);
    }
    node.properties()
        .forEach((name, value) -> lines.add(path + " " + name + (value.length() == 0 ? "" : " = " + text(value))));
    node.children().forEach(child -> node(path, child));
  }

  private static String text(Bytes value) {
    byte[] bytes = value.toArray();
    if (areStrings(bytes)) {
      String joined = new String(bytes, 0, bytes.length - 1, StandardCharsets.US_ASCII);
      return "\"" + joined.replace("\0", "\", \"") + "\"";
    }
    return bytes.length % Integer.BYTES == 0 ? cells(bytes) : "[" + HexFormat.ofDelimiter(" ").formatHex(bytes) + "]";
  }

  private static String cells(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    List<String> cells = new ArrayList<>();
    while (buffer.hasRemaining()) {
      cells.add("0x" + Integer.toHexString(buffer.getInt()));
    }
    return "<" + String.join(" ", cells) + ">";
  }

  /** Whether the bytes are printable characters in runs, none empty, that end with a zero each. */
  private static boolean areStrings(byte[] bytes) {
    byte before = 0;
    for (byte octet : bytes) {
      boolean endsRun = octet == 0 && before != 0;
      boolean printable = octet >= ' ' && octet <= '~' && octet != '"' && octet != '\\';
      if (!endsRun && !printable) {
        return false;
      }
      before = octet;
    }
    return before == 0;
  }
}
