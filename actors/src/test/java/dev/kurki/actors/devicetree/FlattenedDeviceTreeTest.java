package dev.kurki.actors.devicetree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

class FlattenedDeviceTreeTest {
  @Test
  void a_tree_is_written_node_by_node_with_its_strings_behind() {
    DeviceTreeNode root = new DeviceTreeNode("").cells("a", 1)
        .child(new DeviceTreeNode("b@1").strings("c", "xy").flag("a"));

    byte[] blob = FlattenedDeviceTree.of(root).toArray();

    String structure = "00000001" + "00000000" // the root
        + "00000003" + "00000004" + "00000000" + "00000001" // a = <1>
        + "00000001" + "62403100" // b@1
        + "00000003" + "00000003" + "00000002" + "78790000" // c = "xy"
        + "00000003" + "00000000" + "00000000" // a;
        + "00000002" + "00000002" + "00000009";
    assertThat(HexFormat.of().formatHex(blob, 56, blob.length)).isEqualTo(structure + "6100" + "6300");
  }

  @Test
  void the_header_says_where_everything_is() {
    ByteBuffer blob = ByteBuffer.wrap(FlattenedDeviceTree.of(new DeviceTreeNode("").flag("a")).toArray());

    assertThat(blob.getInt(0)).isEqualTo(0xd00dfeed);
    assertThat(blob.getInt(4)).isEqualTo(blob.capacity());
    assertThat(blob.getInt(8)).isEqualTo(56);
    assertThat(blob.getInt(12)).isEqualTo(56 + blob.getInt(36));
    assertThat(blob.getInt(20)).isEqualTo(17);
    assertThat(blob.getInt(32)).isEqualTo(2);
  }
}
