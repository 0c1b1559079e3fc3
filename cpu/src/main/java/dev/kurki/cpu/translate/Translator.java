package dev.kurki.cpu.translate;

import java.util.Optional;
import java.util.function.Consumer;

/** Makes regions of guest code, sooner or later. */
public interface Translator {
  /** Makes none: everything is interpreted. */
  Translator OFF = new Translator() {
    @Override
    public int threshold() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void translate(RegionSource source, Consumer<Translated> done) {
      // Nobody asks.
    }
  };

  /** How often an instruction is jumped to before a region is wanted there; above {@link Short#MAX_VALUE} for never. */
  int threshold();

  /**
   * Makes a region.
   *
   * @param done takes it, on any thread, at once or later; is not called where there is none to be made
   */
  void translate(RegionSource source, Consumer<Translated> done);

  /** Makes a region, and has the host's compiler take it up, before it is handed over: for a hart that does not run yet. */
  default void prepare(RegionSource source, Consumer<Translated> done) {
    translate(source, done);
  }

  /** Has somebody told, on any thread, when all is made that has been asked for before. */
  default void whenDone(Runnable told) {
    told.run();
  }

  /** One that makes each region at once, on the thread that asks. */
  static Translator immediate(int threshold) {
    return new Translator() {
      @Override
      public int threshold() {
        return threshold;
      }

      @Override
      public void translate(RegionSource source, Consumer<Translated> done) {
        Optional<Translated> region = RegionFactory.make(source);
        region.ifPresent(done);
      }
    };
  }
}
