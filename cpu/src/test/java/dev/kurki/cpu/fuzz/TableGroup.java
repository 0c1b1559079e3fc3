package dev.kurki.cpu.fuzz;

import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Instruction;

/** Writes a page-table entry or {@code satp}, with the fence behind it that makes it count; machine mode's. */
final class TableGroup implements FragmentGroup {
  private static final int VALUE = 6;

  @Override
  public void add(Fragment fragment, Place place, Draw draw) {
    if (place.mode() != CaseGenerator.MACHINE || !place.isTranslated()) {
      fragment.word(Instruction.SFENCE_VMA.match());
      return;
    }
    int page = Layout.DATA / Layout.PAGE_BYTES + draw.below(Layout.DATA_BYTES / Layout.PAGE_BYTES);
    int table = draw.onceIn(3) ? TableMaker.IDENTITY : TableMaker.ALIAS;
    int entry = TableMaker.entryOffset(table, page);
    int offset = entry - (place.offset() + fragment.length());
    int low = offset << 20 >> 20;
    fragment.word(Instruction.AUIPC.match() | Fragment.OPERAND << 7 | offset - low);
    long value = TableMaker.drawData(draw);
    fragment.li(VALUE, (int) value);
    for (int bit = 54; bit < Long.SIZE; bit++) {
      if ((value >>> bit & 1) != 0 && fragment.hasRoom(16)) {
        fragment.word(Encoder.immediate(Instruction.BSETI, VALUE, VALUE, bit));
        break;
      }
    }
    fragment.word(Encoder.store(Instruction.SD, Fragment.OPERAND, VALUE, low));
    fragment.word(Instruction.SFENCE_VMA.match());
  }
}
