package dev.kurki.cpu.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import dev.kurki.cpu.fuzz.FragmentGroup.Place;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Instruction;

/** Draws a case from a seed: the scene that its fragments stand in, then the fragments. */
final class CaseGenerator {
  static final int USER = 0;
  static final int SUPERVISOR = 1;
  static final int MACHINE = 3;
  static final int SUBROUTINE_BYTES = 64;
  static final int SUBROUTINE_COUNT = 60;

  private static final List<FragmentGroup> GROUPS = List.of(new IntegerGroup(), new IntegerGroup(), new BranchGroup(),
      new FloatGroup(), new FloatGroup(), new MemoryGroup(), new MemoryGroup(), new MemoryGroup(), new AtomicGroup(),
      new CsrGroup(),
      new TrapGroup(), new ModeGroup(), new TableGroup());
  /** Every second instruction is of the fragment's main group. */
  private static final int MAIN_EVERY = 2;
  private static final long NOWHERE = 0x9000_0000L;
  private static final long NOT_CANONICAL = 1L << 60;
  private static final long FS = 3 << 13;
  private static final int ALL_MEMORY = 0x1f;
  private static final int RETURN = 0x8082;

  private final Draw draw;
  private final ByteBuffer arena = ByteBuffer.wrap(FuzzCase.blank().toArray()).order(ByteOrder.LITTLE_ENDIAN);
  private final boolean isTranslated;
  private final boolean isProtected;

  private CaseGenerator(long seed) {
    this.draw = new Draw(seed);
    this.isTranslated = !draw.onceIn(3);
    this.isProtected = draw.onceIn(4);
  }

  static FuzzCase generate(long seed) {
    CaseGenerator generator = new CaseGenerator(seed);
    generator.registers();
    generator.csrs();
    generator.protection();
    generator.fragments();
    generator.subroutines();
    generator.data();
    if (generator.isTranslated) {
      TableMaker.make(generator.arena, generator.draw);
    }
    return new FuzzCase(generator.arena.array());
  }

  /** What {@code medeleg} may hold: nothing that the supervisor's handler itself could run into. */
  static int delegation(Draw draw) {
    return draw.bits() & (1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 13 | 1 << 15);
  }

  private void registers() {
    for (int i = 1; i < 32; i++) {
      arena.putLong(Layout.X + 8 * i, draw.integer());
    }
    for (int i = 0; i < 32; i++) {
      arena.putLong(Layout.F + 8 * i, draw.floating());
    }
    arena.putLong(Layout.X + 8 * Fragment.DATA_POINTER, Layout.ARENA + boundary());
    arena.putLong(Layout.X + 8 * Fragment.OTHER_POINTER, pointer());
    arena.putLong(Layout.X + 8 * Fragment.THIRD_POINTER, pointer());
  }

  /** Where two data pages meet. */
  private long boundary() {
    return Layout.DATA + (1L + draw.below(3)) * Layout.PAGE_BYTES;
  }

  private long pointer() {
    long offset = Layout.ARENA - Layout.RAM + boundary();
    return switch (draw.below(10)) {
      case 0 -> NOWHERE;
      case 1 -> NOT_CANONICAL | Layout.RAM + offset;
      case 2 -> TableMaker.MEGA_BASE + offset;
      case 3 -> TableMaker.GIGA_BASE + offset;
      case 4 -> TableMaker.NEGATIVE_BASE + offset;
      case 5 -> TableMaker.MISALIGNED_BASE + offset;
      // What can be executed, where the edge to the data stands.
      case 6 -> TableMaker.ALIAS_BASE + Layout.ARENA - Layout.RAM + Layout.SUBROUTINES + 0x800;
      default -> TableMaker.ALIAS_BASE + offset;
    };
  }

  private void csrs() {
    csr(Csr.MSTATUS, FS);
    csr(Csr.FCSR, draw.below(5) << 5 | draw.below(32));
    csr(Csr.STVEC, Layout.ARENA + Layout.HANDLER + draw.below(2));
    csr(Csr.SEPC, Layout.ARENA + Layout.HANDLER);
    csr(Csr.SSCRATCH, draw.integer());
    csr(Csr.MEDELEG, draw.onceIn(2) ? 0 : delegation(draw));
    csr(Csr.MIDELEG, draw.bits() & 0x222);
    csr(Csr.MCOUNTEREN, draw.below(8));
    csr(Csr.SCOUNTEREN, draw.below(8));
    csr(Csr.STIMECMP, -1);
    csr(Csr.SATP, isTranslated ? TableMaker.satp(draw) : 0);
    // PBMTE is set, as QEMU 7.2 goes by the extension alone.
    csr(Csr.MENVCFG, 1L << 62);
  }

  /** The last entry allows everything; the first ones stand in front of it where the case is about protection. */
  private void protection() {
    csr(Csr.PMPADDR0.number() + 15, -1L >>> 10);
    csr(Csr.PMPCFG0.number() + 2, (long) ALL_MEMORY << 56);
    if (isProtected) {
      long configuration = 0;
      for (int entry = 0; entry < 4; entry++) {
        int permissions = draw.of(List.of(0, 1, 3, 4, 5, 7));
        configuration |= (long) (draw.below(4) << 3 | permissions) << 8 * entry;
        csr(Csr.PMPADDR0.number() + entry, protectedRange());
      }
      csr(Csr.PMPCFG0, configuration);
    }
  }

  /** A range in the data pages, or sometimes any: bits 55 to 2 of an address, or with ones at its end. */
  private long protectedRange() {
    long address = Layout.ARENA + Layout.DATA + (long) draw.below(Layout.DATA_BYTES / 8) * 8;
    // Within a page, so that no page table is behind an entry: QEMU 7.2 does not ask the PMP when it sets A and D bits.
    int ones = draw.below(10);
    return draw.onceIn(2) ? address >>> 2 : address >>> 2 & -(1L << ones) | (1L << ones) - 1 >>> 1;
  }

  private void fragments() {
    arena.putLong(Layout.ENTRIES + 8 * MACHINE, Layout.ARENA + Layout.CODE);
    arena.putLong(Layout.ENTRIES + 8 * SUPERVISOR, Layout.ARENA + Layout.CODE);
    arena.putLong(Layout.ENTRIES + 8 * USER,
        (isTranslated ? TableMaker.ALIAS_BASE - Layout.RAM : 0) + Layout.ARENA + Layout.CODE);
    for (int i = 0; i < Layout.FRAGMENTS; i++) {
      int mode = draw.of(List.of(USER, SUPERVISOR, MACHINE));
      arena.put(Layout.MODES + i, (byte) mode);
      int offset = Layout.CODE + i * Layout.FRAGMENT_BYTES;
      arena.put(offset, fragment(new Place(offset, mode, isTranslated, isProtected)).toBytes());
    }
  }

  private Fragment fragment(Place place) {
    Fragment fragment = new Fragment();
    FragmentGroup main = draw.of(GROUPS);
    while (fragment.hasRoom(FragmentGroup.MAX_BYTES)) {
      (draw.onceIn(MAIN_EVERY) ? main : draw.of(GROUPS)).add(fragment, place, draw);
    }
    return fragment;
  }

  /** Integer instructions and a return; what a jump behind them reaches is zeros, which are no instruction. */
  private void subroutines() {
    IntegerGroup integers = new IntegerGroup();
    for (int i = 0; i < SUBROUTINE_COUNT; i++) {
      Fragment fragment = new Fragment();
      for (int j = draw.below(4); j > 0; j--) {
        integers.add(fragment, new Place(0, USER, false, false), draw);
      }
      fragment.halfword(RETURN);
      arena.put(Layout.SUBROUTINES + i * SUBROUTINE_BYTES, fragment.toBytes());
    }
  }

  private void data() {
    for (int i = 0; i < Layout.DATA_BYTES; i += Long.BYTES) {
      arena.putLong(Layout.DATA + i, draw.onceIn(2) ? draw.integer() : draw.floating());
    }
  }

  private void csr(Csr csr, long value) {
    csr(csr.number(), value);
  }

  private void csr(int number, long value) {
    arena.putLong(Layout.csrOffset(number), value);
  }

  /** A word that does nothing, for cutting cases down. */
  static int nop() {
    return Encoder.immediate(Instruction.ADDI, 0, 0, 0);
  }
}
