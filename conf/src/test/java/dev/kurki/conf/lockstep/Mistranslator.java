package dev.kurki.conf.lockstep;

import dev.kurki.cpu.microop.PageText;
import dev.kurki.cpu.translate.RegionSource;
import dev.kurki.cpu.translate.Translated;
import dev.kurki.cpu.translate.Translator;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Takes one instruction for another.
 *
 * @param right the instruction that it gets wrong
 * @param wrong what it makes of it
 * @param alone whether it does so also where the instruction is a region of its own
 */
record Mistranslator(int right, int wrong, boolean alone) implements Translator {
  private static final int THRESHOLD = 2;

  @Override
  public int threshold() {
    return THRESHOLD;
  }

  @Override
  public void translate(RegionSource source, Consumer<Translated> done) {
    boolean isWrong = alone || !source.known().isEmpty();
    Translator.immediate(THRESHOLD).translate(isWrong
        ? new RegionSource(misread(source.text()), source.isa(), source.known(), source.heat(), source.entry())
        : source, done);
  }

  private PageText misread(PageText text) {
    ByteBuffer page = ByteBuffer.allocate(2 * PageText.SLOTS).order(ByteOrder.LITTLE_ENDIAN);
    for (int slot = 0; slot < PageText.SLOTS; slot++) {
      page.putShort(2 * slot, (short) text.halfword(slot));
    }
    for (int at = 0; at + Integer.BYTES <= page.capacity(); at += Short.BYTES) {
      if (page.getInt(at) == right) {
        page.putInt(at, wrong);
      }
    }
    return new PageText(MemorySegment.ofArray(page.array()));
  }
}
