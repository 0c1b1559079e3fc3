package dev.kurki.conf.guest;

/**
 * Where the embedded firmware and its supervisor have things. Physical, from RAM's base on:
 *
 * <pre>
 *   0x00000  the firmware, which PMP hides from the supervisor         0x22000  the page that harts share
 *   0x0c000  its frames, a hart each                                   0x40000  the harts' blocks:
 *   0x10000  the supervisor                                                     +0x0000 root table     +0x4000 user's data
 *   0x20000  its constants, which PMP locks                                     +0x1000 middle table   +0x5000 a page on demand
 *   0x21000  the user program                                                   +0x2000 last table     +0x6000 the other one
 *                                                                               +0x3000 the hart's own, with its stack
 * </pre>
 *
 * and the supervisor's virtual addresses, of which the two large ones are pages of 1 GiB:
 *
 * <pre>
 *   0x00000000  devices, as they are                0x40010000  the supervisor again, one page of 64 KiB, execute only
 *   0x40000000  pages of 4 KiB, see below           0x40200000  RAM again, a page of 2 MiB
 *                                                   0x80000000  RAM, as it is
 * </pre>
 */
final class FirmwareMap {
  static final int MAX_HARTS = 64;

  static final long RAM = 0x8000_0000L;
  static final int FIRMWARE_BYTES = 0x1_0000;
  static final long FRAMES = RAM + 0xc000;
  static final int FRAME_BYTES = 256;
  static final long SUPERVISOR = RAM + FIRMWARE_BYTES;
  static final int SUPERVISOR_BYTES = 0x1_0000;
  static final long CONSTANTS = SUPERVISOR + SUPERVISOR_BYTES;
  static final int PAGE_BYTES = 4096;
  static final long USER_CODE = CONSTANTS + PAGE_BYTES;
  static final long SHARED = USER_CODE + PAGE_BYTES;
  static final long BLOCKS = RAM + 0x4_0000;
  static final int BLOCK_BYTES = 0x8000;
  /** Behind the blocks: the device tree's room. */
  static final int TREE_BYTES = 0x2_0000;

  static final int ROOT_TABLE = 0x0000;
  static final int MIDDLE_TABLE = 0x1000;
  static final int LAST_TABLE = 0x2000;
  static final int OWN = 0x3000;
  static final int USER_DATA = 0x4000;
  static final int ON_DEMAND = 0x5000;

  /** The pages of 4 KiB by their virtual addresses, from {@link #PAGES} on. */
  static final long PAGES = 0x4000_0000L;
  static final int USER_CODE_PAGE = 0x0000;
  static final int USER_DATA_PAGE = 0x1000;
  static final int SHARED_PAGE = 0x2000;
  static final int ON_DEMAND_PAGE = 0x3000;
  static final int CONSTANTS_PAGE = 0x4000;
  static final long SUPERVISOR_AGAIN = 0x4001_0000L;
  static final long RAM_AGAIN = 0x4020_0000L;

  /** In the shared page: what harts contend for, how many are done, and their hashes. */
  static final int COUNTER = 0;
  static final int SUM = 8;
  static final int MAXIMUM = 16;
  static final int PARITY = 24;
  static final int SWAPPED = 32;
  static final int DONE = 64;
  static final int HASHES = 128;

  /** In a hart's own page, behind what a trap saves: the PLIC source that is claimed, counts, and text to print. */
  static final int CLAIMED = 0x80;
  static final int SIGNALS = 0x88;
  static final int FAULTS = 0x90;
  static final int TEXT = 0x100;

  static final long FINISHER = 0x10_0000L;
  static final long RTC = 0x10_1000L;
  static final long CLINT = 0x200_0000L;
  static final long PLIC = 0xc00_0000L;
  static final long UART = 0x1000_0000L;
  static final int UART_SOURCE = 10;
  static final int RTC_SOURCE = 11;

  private FirmwareMap() {}
}
