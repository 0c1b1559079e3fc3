package dev.kurki.cpu.hart;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.MissingPage;
import dev.kurki.cpu.floatingpoint.Flags;
import dev.kurki.cpu.floatingpoint.RoundingMode;
import dev.kurki.cpu.translate.Region;
import dev.kurki.cpu.translate.RegionFrame;
import dev.kurki.cpu.translate.RegionSource;
import dev.kurki.cpu.translate.Translated;
import dev.kurki.cpu.translate.Translator;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The second tier: asks for regions where code is hot, takes up those that are made, runs them, and is there for them. */
final class TranslatedCode extends RegionFrame {

  /** The most regions that code has at a time; then all of it is decoded anew, and what is still hot gets them again. */
  private static final int MOST_INSTALLED = 16_384;

  /** The most regions that are made ahead. */
  private static final int MOST_PREPARED = 512;

  /** How many jumps are remembered, a power of two. */
  private static final int JUMPS = 4096;

  /** Where the region stands that a jump leads to, while that kind of fetch goes by the same translations. */
  private record Jump(long pc, Tlb fetch, int epoch, CodePage code, Translated translated) {}

  private record Finished(CodePage code, RegionSource source, Translated translated) {}

  private final HartState state;
  private final Mmu mmu;
  private final RareInstructions rare;
  private final Attention attention;
  private final Translator translator;
  private final int threshold;
  private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
  private final @Nullable Jump[] jumps = new Jump[JUMPS];
  private int installed;
  private CodePage code;
  private long page;

  @SuppressWarnings("NullAway.Init") // the page is there once something has run
  TranslatedCode(HartState state, Mmu mmu, RareInstructions rare, Attention attention, Translator translator) {
    this.state = state;
    this.mmu = mmu;
    this.rare = rare;
    this.attention = attention;
    this.translator = translator;
    this.threshold = translator.threshold();
  }

  /** How often a slot is jumped to before {@link #request}. */
  int threshold() {
    return threshold;
  }

  /** Takes note of an instruction that is come to otherwise than by a jump within a run. */
  void comeTo(CodePage code, int slot) {
    if (!finished.isEmpty()) {
      takeUp();
    }
    if (code.comeTo(slot) == threshold) {
      request(code, slot);
    }
  }

  /** Wants a region at a slot. */
  void request(CodePage code, int slot) {
    if (code.index(slot) == CodePage.NOT_DECODED) {
      code.decode(slot);
    }
    if (code.regionAt(slot) != null) {
      return;
    }
    RegionSource source = code.source(slot);
    translator.translate(source, translated -> finished.add(new Finished(code, source, translated)));
    takeUp();
  }

  /**
   * Prepares for code that is hot elsewhere and stands in RAM here, too.
   *
   * @param done is told, on any thread, when all of its regions are made; they are taken up once the hart runs
   */
  void warmUp(HotCode hot, Runnable done) {
    List<HotCode.Spot> spots = hot.spots();
    spots.forEach(spot -> mmu.code().pageOfRam(spot.page()).ifPresent(page -> page.warm(spot.slot(), spot.jumps())));
    spots.stream().filter(HotCode.Spot::isRegion).limit(MOST_PREPARED)
        .forEach(spot -> mmu.code().pageOfRam(spot.page()).ifPresent(page -> prepare(page, spot.slot())));
    translator.whenDone(done);
  }

  private void prepare(CodePage page, int slot) {
    RegionSource source = page.source(slot);
    translator.prepare(source, translated -> finished.add(new Finished(page, source, translated)));
  }

  /** Where {@link #run} has come to. */
  CodePage code() {
    return code;
  }

  /** The virtual address of its page. */
  long page() {
    return page;
  }

  /**
   * Runs regions from one on, for as long as one leads to the next, and leaves in this frame where it has come to.
   *
   * @param from the page that the first one is of
   * @param at the virtual address of that page
   * @param budget how many instructions may be executed, at least a pass of the first one
   * @return as {@link Region#run}
   */
  int run(CodePage from, Translated first, long at, long budget) {
    long tlb = mmu.data().data();
    Translated translated = first;
    code = from;
    page = at;
    left = budget;
    while (true) {
      int kind = translated.run(this, state.x, state.f, tlb, page, left);
      if (kind == Region.ASIDE) {
        return kind;
      }
      long pc = kind == Region.FAR ? far : page + ((long) slot << 1);
      Jump jump = jump(pc);
      if (jump == null || jump.translated.pass() > left || attention.isDemanded()) {
        far = pc;
        slot = (int) (pc & ~Tlb.PAGE_MASK) >>> 1;
        return (pc & Tlb.PAGE_MASK) == page ? Region.ON : Region.FAR;
      }
      translated = jump.translated;
      code = jump.code;
      page = pc & Tlb.PAGE_MASK;
    }
  }

  private @Nullable Jump jump(long pc) {
    int i = (int) (pc >>> 1) & JUMPS - 1;
    Jump known = jumps[i];
    Tlb fetch = mmu.fetched();
    if (known != null && known.pc == pc && known.fetch == fetch && known.epoch == fetch.epoch()) {
      return known;
    }
    CodePage there = mmu.fetchedBefore(pc);
    Translated translated = there == null ? null : there.regionAt((int) (pc & ~Tlb.PAGE_MASK) >>> 1);
    if (there == null || translated == null) {
      return null;
    }
    Jump found = new Jump(pc, fetch, fetch.epoch(), there, translated);
    jumps[i] = found;
    return found;
  }

  @Override
  public boolean execute(long microOp) {
    try {
      boolean _ = rare.execute(microOp);
      return true;
    } catch (Trap | Unfinished | MissingPage _) {
      return false;
    }
  }

  @Override
  public boolean isDemanded() {
    return attention.isDemanded();
  }

  @Override
  public boolean isFloatingPlain() {
    return (state.mstatus & Mstatus.FS) == Mstatus.FS && (state.fflags & Flags.NX) != 0
        && state.frm == RoundingMode.RNE.ordinal();
  }

  private void takeUp() {
    for (Finished next = finished.poll(); next != null; next = finished.poll()) {
      next.code.install(next.source, next.translated);
      installed++;
    }
    if (installed > MOST_INSTALLED) {
      installed = 0;
      Arrays.fill(jumps, null);
      mmu.forgetCode();
    }
  }
}
