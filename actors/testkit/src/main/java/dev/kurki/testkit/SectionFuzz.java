package dev.kurki.testkit;

import dev.kurki.actors.component.ComponentEvent;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.section.SectionForm;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Gives a component sections from hostile peers: drawn states, each within the schema, and mutations of what it has saved. A
 * case stands for itself; it is this:
 *
 * <pre>
 *   a new component, driven a little as a guest would          before := save
 *   load a section
 *     refused:  with the codec's refusal, or because the component finds it inconsistent; save == before
 *     loaded:   save is the state that was loaded; it loads again, and save is the same
 *   driven again                                               it lives; save loads into a new component
 * </pre>
 *
 * <p>What does not hold is an {@link AssertionError} with the seed, the case's number and its section. Both make the case
 * again: {@code -Dkurki.fuzz.seed=S -Dkurki.fuzz.only=N}. {@code -Dkurki.fuzz.sections=N} makes it N cases at least.
 *
 * @param <S> the record of the section
 */
public final class SectionFuzz<S extends Record> {
  /** How many cases there are where nothing else is said: a second or two. */
  public static final int CASES = 300;

  private static final String SEED = "kurki.fuzz.seed";
  private static final String ONLY = "kurki.fuzz.only";
  private static final String SECTIONS = "kurki.fuzz.sections";

  private final ComponentTestKit kit;
  private final FuzzTarget<S> target;

  /**
   * A fuzz of a component of any kind, which is not driven, and which saves what it has loaded.
   *
   * @param kit in whose actor system it lives
   * @param section the record of its section
   * @param form the form that it has its section in
   * @param factory creates it, given whom it is to tell its events
   */
  public SectionFuzz(ComponentTestKit kit, Class<S> section, SectionForm form,
      Function<ActorRef<ComponentEvent>, Behavior<ComponentMessage>> factory) {
    this(kit, new FuzzTarget<>(section, form, factory, (_, _) -> {}, false, false));
  }

  SectionFuzz(ComponentTestKit kit, FuzzTarget<S> target) {
    this.kit = kit;
    this.target = target;
  }

  /** The same, of a component that is driven so, by a guest or by others: it is stopped before and after. */
  public SectionFuzz<S> drivenBy(BiConsumer<FuzzedComponent, RandomGenerator> guest) {
    return new SectionFuzz<>(kit, target.drivenBy(guest));
  }

  /** The same, of a component that repairs what it loads: what it saves then only has to stay the same. */
  public SectionFuzz<S> repairing() {
    return new SectionFuzz<>(kit, target.repairing());
  }

  /**
   * What came of the cases that were run.
   *
   * @param loaded how many sections were loaded
   * @param refused how many were refused
   */
  public record Tally(long loaded, long refused) {}

  /** Runs as many cases as are usual, or more where the system property says so. */
  public Tally run() {
    return run(CASES);
  }

  /**
   * Runs cases from the first on.
   *
   * @param cases how many, where the system property does not say more
   */
  public Tally run(long cases) {
    long seed = Long.getLong(SEED, 1);
    long only = Long.getLong(ONLY, -1);
    long end = only >= 0 ? only + 1 : Math.max(cases, Long.getLong(SECTIONS, 0));
    FuzzedComponent component = new FuzzedComponent(kit.actors());
    long begin = Math.max(only, 0);
    long loaded = 0;
    for (long number = begin; number < end; number++) {
      loaded += runCase(component, seed, number) ? 1 : 0;
    }
    component.close();
    return new Tally(loaded, end - begin - loaded);
  }

  /** Whether the section was loaded. */
  private boolean runCase(FuzzedComponent component, long seed, long number) {
    RandomGenerator random = new SplittableRandom(seed * 1_000_003 + number);
    FuzzCase<S> fuzzCase = new FuzzCase<>(kit, target, component, random);
    try {
      return fuzzCase.run(number);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          target.id() + ": " + e.getMessage() + "\n" + fuzzCase.told() + "again with -D" + SEED + "="
              + seed + " -D" + ONLY + "=" + number,
          e);
    }
  }
}
