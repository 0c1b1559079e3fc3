package dev.kurki.actors.devicetree;

import java.util.List;

/**
 * Where a machine has put a device, as its node of the device tree tells it.
 *
 * @param base the first guest-physical address of its region
 * @param bytes the size of its region
 * @param phandle by which other nodes refer to it
 * @param interrupts where its output lines end, in their order
 */
public record DeviceSite(long base, long bytes, int phandle, List<InterruptLink> interrupts) {
  /**
   * One output line's end.
   *
   * @param phandle of the interrupt controller's node
   * @param specifier the controller's number for the line
   */
  public record InterruptLink(int phandle, int specifier) {}

  /** The region as the {@code reg} property has it under two address and two size cells: base, size. */
  public long[] reg() {
    return new long[]{base, bytes};
  }

  /** The lines as an {@code interrupts-extended} property: phandle and specifier of each. */
  public int[] interruptsExtended() {
    return interrupts.stream().flatMapToInt(link -> java.util.stream.IntStream.of(link.phandle(), link.specifier()))
        .toArray();
  }

  /** Tells a node where the device's one interrupt ends, if a machine has wired it. */
  public DeviceTreeNode wired(DeviceTreeNode node) {
    interrupts.stream().findFirst()
        .ifPresent(link -> node.cells("interrupts", link.specifier()).cells("interrupt-parent", link.phandle()));
    return node;
  }

  /** The node's name with this unit address, e.g. {@code serial@10000000}. */
  public String nodeName(String generic) {
    return generic + "@" + Long.toHexString(base);
  }
}
