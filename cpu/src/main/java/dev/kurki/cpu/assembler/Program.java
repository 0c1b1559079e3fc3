package dev.kurki.cpu.assembler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.kurki.actors.section.Bytes;

/**
 * An assembled program.
 *
 * @param base the address it is made for, and its entry point
 * @param image its bytes
 */
public record Program(long base, Bytes image) {
  private static final int HEADER_BYTES = 64;
  private static final int SEGMENT_BYTES = 56;
  private static final short MACHINE_RISCV = 243;
  private static final int FLAGS_RVC_DOUBLE = 0x5;
  private static final int READ_WRITE_EXECUTE = 7;

  /**
   * The program as an ELF64 executable of one segment.
   *
   * <pre>
   *   0    ELF header
   *   64   program header
   *   120  the image
   * </pre>
   */
  public byte[] toElf() {
    int start = HEADER_BYTES + SEGMENT_BYTES;
    ByteBuffer elf = ByteBuffer.allocate(start + image.length()).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[]{0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    elf.putShort((short) 2).putShort(MACHINE_RISCV).putInt(1);
    elf.putLong(base).putLong(HEADER_BYTES).putLong(0).putInt(FLAGS_RVC_DOUBLE);
    elf.putShort((short) HEADER_BYTES).putShort((short) SEGMENT_BYTES).putShort((short) 1);
    elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    elf.putInt(1).putInt(READ_WRITE_EXECUTE).putLong(start).putLong(base).putLong(base);
    elf.putLong(image.length()).putLong(image.length()).putLong(4096);
    return elf.put(image.toArray()).array();
  }
}
