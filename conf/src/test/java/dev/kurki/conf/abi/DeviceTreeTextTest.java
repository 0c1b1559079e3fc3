package dev.kurki.conf.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.devicetree.DeviceTreeNode;
import org.junit.jupiter.api.Test;

class DeviceTreeTextTest {
  @Test
  void a_tree_is_a_line_a_property_with_the_path_of_its_node() {
    DeviceTreeNode lamp = new DeviceTreeNode("lamp@1000").longs("reg", 0x1000, 0x100)
        .strings("compatible", "kurki,lamp", "lamp").flag("dimmable");

    assertThat(DeviceTreeText
        .of(new DeviceTreeNode("").cells("#address-cells", 2).child(new DeviceTreeNode("soc").child(lamp))))
        .containsExactly("/ #address-cells = <0x2>", "/soc", "/soc/lamp@1000 reg = <0x0 0x1000 0x0 0x100>",
            "/soc/lamp@1000 compatible = \"kurki,lamp\", \"lamp\"", "/soc/lamp@1000 dimmable");
  }

  @Test
  void bytes_that_are_no_strings_are_told_apart_from_strings() {
    assertThat(DeviceTreeText.of(new DeviceTreeNode("").cells("zero", 0).cells("text", 0x6162_6300)
        .cells("two", 0x6100_0000).strings("none", "").strings("quoted", "a\"b")))
        .containsExactly("/ zero = <0x0>", "/ text = \"abc\"", "/ two = <0x61000000>", "/ none = [00]",
            "/ quoted = <0x61226200>");
  }
}
