package dev.kurki.cpu.translate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** Makes a region's class and its one instance; both go when nobody holds the region any more. */
final class RegionFactory {
  private static final Lookup HERE = MethodHandles.lookup();
  /** The host's compilers leave a method of more than 8,000 bytes alone; some are for its beginning and its end. */
  private static final int MOST_BYTES = 7_500;

  private RegionFactory() {}

  /** A region of what is there; none where the instruction at its entry is not translated. */
  static Optional<Translated> make(RegionSource source) {
    RegionPlan plan = RegionPlan.of(source, MOST_BYTES);
    if (plan.size() == 0) {
      return Optional.empty();
    }
    try {
      Lookup type = HERE.defineHiddenClass(RegionWriter.write(plan), true);
      Region region = (Region) type.findConstructor(type.lookupClass(), MethodType.methodType(void.class)).invoke();
      return Optional.of(new Translated(region, plan.size()));
    } catch (Throwable e) {
      throw new IllegalStateException("a region at slot " + source.entry() + " cannot be made", e);
    }
  }
}
