package dev.kurki.conf.machine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.kurki.actors.devicetree.DeviceTreeNode;
import dev.kurki.actors.devicetree.FlattenedDeviceTree;
import dev.kurki.actors.memory.GuestMemory;

/**
 * What a guest sees of a board that no machine type says, as it is in the code and the same for all of them: for locks, which
 * are to notice when it changes.
 */
public final class BoardRules {
  private final MachineConfig machine;
  private final DeviceTreeNode tree;
  private final int treeBytes;

  private BoardRules(MachineConfig machine) {
    this.machine = machine;
    this.tree = BoardTree.of(machine);
    this.treeBytes = FlattenedDeviceTree.of(tree).length();
  }

  /** The rules as they come out for a machine, which is taken to have no initial RAM disk. */
  public static BoardRules of(MachineConfig machine) {
    return new BoardRules(machine);
  }

  /**
   * What is put into RAM at power-on beside images that a user gives.
   *
   * @param name e.g. {@code device-tree}
   * @param place where it is, by rule
   * @param bytes how long it is in this machine
   */
  public record Rom(String name, String place, int bytes) {}

  /** The blocks that are put into RAM. */
  public List<Rom> roms() {
    return List.of(
        new Rom("device-tree", "the highest multiple of " + hex(BootImages.TREE_ALIGNMENT) + " that leaves room, or of "
            + hex(GuestMemory.PAGE_BYTES) + " in a small RAM", treeBytes),
        new Rom("fw-dynamic-info", "the next multiple of " + Long.BYTES + " behind the device tree",
            BootImages.DYNAMIC_BYTES));
  }

  /** The device tree's root. */
  public DeviceTreeNode deviceTree() {
    return tree;
  }

  /** The rules by name, numbers in decimal, offsets and addresses in hexadecimal. */
  public Map<String, String> properties() {
    Map<String, String> rules = new TreeMap<>();
    rules.put("harts.max", Integer.toString(MachineConfig.maxHarts()));
    rules.put("timebase-frequency", Integer.toString(BoardTree.TIMEBASE_HERTZ));
    rules.put("cache-block-bytes", Integer.toString(BoardTree.CACHE_BLOCK_BYTES));
    rules.put("boot.kernel-offset", hex(BootImages.KERNEL_OFFSET));
    rules.put("boot.initrd-offset", "half of memory, at most " + hex(BootImages.MAX_INITRD_OFFSET));
    rules.put("boot.device-tree", hex(BootImages.deviceTreePlace(machine, treeBytes)));
    rules.put("boot.fw-dynamic-version", Long.toString(BootImages.DYNAMIC_VERSION));
    rules.put("boot.fw-dynamic-next-mode", Long.toString(BootImages.NEXT_MODE_SUPERVISOR));
    return rules;
  }

  private static String hex(long number) {
    return "0x" + Long.toHexString(number);
  }
}
