package dev.kurki.conf.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.image.Image;
import dev.kurki.conf.image.Image.Segment;
import dev.kurki.conf.input.BadInput;
import dev.kurki.cpu.assembler.Program;

/**
 * What stands in RAM at power-on, and where a hart begins.
 *
 * <pre>
 *   RAM base             firmware, or the kernel where there is none, or an embedded guest
 *        + 2 MiB         a raw kernel behind firmware
 *        + half of RAM   the initial RAM disk, at most 128 MiB up
 *   end of RAM - 2 MiB   the device tree, and behind it what OpenSBI's fw_dynamic reads
 * </pre>
 *
 * @param entry where harts begin
 * @param deviceTree where the device tree stands
 * @param dynamicInfo where fw_dynamic's information stands
 * @param images all of it
 */
record BootImages(long entry, long deviceTree, long dynamicInfo, List<Image> images) {
  static final long KERNEL_OFFSET = 2L << 20;
  static final long MAX_INITRD_OFFSET = 128L << 20;
  static final long TREE_ALIGNMENT = 2L << 20;
  private static final long DYNAMIC_MAGIC = 0x4942_534f;
  static final long DYNAMIC_VERSION = 2;
  static final int DYNAMIC_BYTES = 6 * Long.BYTES;
  static final long NEXT_MODE_SUPERVISOR = 1;

  BootImages {
    images = List.copyOf(images);
  }

  /**
   * Reads a machine's files and lays them out.
   *
   * @throws BadInput when one cannot be read or has no room
   */
  static BootImages of(MachineConfig machine) {
    long ram = machine.type().ramBase();
    List<Image> images = new ArrayList<>();
    Optional<Image> bios = machine.bios().map(file -> Image.read(file, ram));
    Optional<Image> kernel = machine.kernel()
        .map(file -> Image.read(file, bios.isPresent() ? ram + KERNEL_OFFSET : ram));
    bios.ifPresent(images::add);
    kernel.ifPresent(images::add);
    if (machine.hasEmbeddedGuest()) {
      Program guest = machine.guest().assemble(machine.harts());
      images.add(new Image("the embedded guest", guest.base(),
          List.of(new Segment(guest.base(), guest.image().toArray()))));
    }
    long entry = images.getFirst().entry();
    long initrdStart = ram + Math.min(machine.memoryBytes() / 2, MAX_INITRD_OFFSET);
    Optional<Image> initrd = machine.initrd().map(file -> Image.read(file, initrdStart));
    initrd.ifPresent(images::add);
    Bytes tree = BoardTree.of(machine, initrdStart, initrd.map(Image::end).orElse(initrdStart));
    long next = bios.isPresent() ? kernel.map(Image::entry).orElse(0L) : 0;
    return laidOut(machine, entry, images, tree, next);
  }

  private static BootImages laidOut(MachineConfig machine, long entry, List<Image> images, Bytes tree, long next) {
    long ram = machine.type().ramBase();
    long infoOffset = dynamicInfoOffset(tree.length());
    long deviceTree = deviceTreePlace(machine, tree.length());
    images.add(new Image("the device tree", deviceTree, List.of(new Segment(deviceTree, tree.toArray()),
        new Segment(deviceTree + infoOffset, dynamicInfo(next)))));
    images.forEach(image -> image.checkFits(ram, machine.memoryBytes()));
    return new BootImages(entry, deviceTree, deviceTree + infoOffset, images);
  }

  /** Where a device tree of that many bytes stands: as high as it can, aligned as far as RAM allows. */
  static long deviceTreePlace(MachineConfig machine, int treeBytes) {
    long ram = machine.type().ramBase();
    long highest = ram + machine.memoryBytes() - dynamicInfoOffset(treeBytes) - DYNAMIC_BYTES;
    long aligned = highest & -TREE_ALIGNMENT;
    return aligned >= ram + TREE_ALIGNMENT ? aligned : highest & -GuestMemory.PAGE_BYTES;
  }

  private static long dynamicInfoOffset(int treeBytes) {
    return treeBytes + Long.BYTES & -Long.BYTES;
  }

  /** Puts everything into RAM that has been cleared. */
  void load(GuestMemory memory) {
    images.forEach(image -> image.load(memory));
  }

  /** OpenSBI's {@code struct fw_dynamic_info}, version 2. */
  private static byte[] dynamicInfo(long next) {
    ByteBuffer info = ByteBuffer.allocate(DYNAMIC_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    info.putLong(DYNAMIC_MAGIC).putLong(DYNAMIC_VERSION).putLong(next).putLong(NEXT_MODE_SUPERVISOR);
    return info.putLong(0).putLong(0).array();
  }
}
