package dev.kurki.conf.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.conf.input.BadInput;

/**
 * What a file puts into guest RAM.
 *
 * @param name for people
 * @param entry where it begins to run
 * @param segments what goes where
 */
public record Image(String name, long entry, List<Segment> segments) {
  /**
   * A run of bytes.
   *
   * @param address guest-physical
   * @param contents what stands there
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Segment(long address, byte[] contents) {}

  /** Copies the list. */
  public Image {
    segments = List.copyOf(segments);
  }

  /**
   * Reads a file; an ELF executable says itself where it goes, anything else goes to {@code rawAddress}.
   *
   * @throws BadInput when it cannot be read or is an ELF file that is no RISC-V executable
   */
  public static Image read(Path file, long rawAddress) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadInput(file + ": this image cannot be read; is there such a file?");
    }
    return Elf.isElf(bytes)
        ? Elf.parse(file.toString(), bytes)
        : new Image(file.toString(), rawAddress, List.of(new Segment(rawAddress, bytes)));
  }

  /** The first address behind all segments. */
  public long end() {
    return segments.stream().mapToLong(segment -> segment.address() + segment.contents().length).max().orElse(entry);
  }

  /**
   * Checks that all of it lies within a range of RAM.
   *
   * @throws BadInput when it does not
   */
  public void checkFits(long ramBase, long ramBytes) {
    for (Segment segment : segments) {
      long offset = segment.address() - ramBase;
      if (offset < 0 || offset > ramBytes || segment.contents().length > ramBytes - offset) {
        throw new BadInput(
            name + ": " + segment.contents().length + " bytes at 0x" + Long.toHexString(segment.address())
                + " do not fit the machine's RAM of " + (ramBytes >> 20) + " MiB at 0x" + Long.toHexString(ramBase)
                + "; give it more memory");
      }
    }
  }

  /** Writes the segments into RAM. */
  public void load(GuestMemory memory) {
    segments.forEach(segment -> memory.write(segment.address(), segment.contents()));
  }
}
