package dev.kurki.conf.lockstep;

import dev.kurki.cpu.translate.RegionSource;
import dev.kurki.cpu.translate.Translated;
import dev.kurki.cpu.translate.Translator;
import java.util.function.Consumer;

/**
 * Makes each instruction a region of its own where it is come to, by another translator: so the translator's machine too goes one
 * instruction at a time.
 *
 * @param translator who makes them
 */
record SingleInstructions(Translator translator) implements Translator {
  @Override
  public int threshold() {
    return 1;
  }

  @Override
  public void translate(RegionSource source, Consumer<Translated> done) {
    // Where no other instruction is known to be one, the region ends behind its first.
    translator.translate(source.alone(), done);
  }
}
