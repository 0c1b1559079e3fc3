package dev.kurki.migration.policy;

import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.FieldDescription;
import dev.kurki.actors.section.SectionDescription;
import dev.kurki.actors.section.SubsectionDescription;
import dev.kurki.migration.lock.Behaviour;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Locks at random. Each choice mostly falls on its first option, so that two locks have much in common and differ here and
 * there. They are drawn in one go: built of arbitraries they would take jqwik minutes.
 */
class Locks extends DomainContextBase {
  /** How often a choice falls on something else than its first option. */
  private static final double UNUSUAL = 0.004;

  @Provide
  Arbitrary<Lock> lock() {
    return Arbitraries.randomValue(random -> new Lock(Samples.V1, Optional.empty(), "", "", choose(random, 1, 2),
        some(random, name -> type(random, name), "virt-1.0", "virt-1.1")));
  }

  @Provide
  Arbitrary<MachineTypeLock> machineType() {
    return Arbitraries.randomValue(random -> type(random, "virt-1.0"));
  }

  private static MachineTypeLock type(Random random, String name) {
    LockedSection[] sections = some(random, id -> section(random, id), "clock", "lamp").toArray(LockedSection[]::new);
    return Samples.properties(Samples.type(name, sections),
        Map.of("isa", choose(random, "rv64gc", "rv64g"), "defaults.memory", choose(random, "128 MiB", "1 GiB")));
  }

  private static LockedSection section(Random random, String id) {
    int version = choose(random, 2, 1, 3);
    List<String> answers = IntStream.range(0, 4)
        .mapToObj(_ -> choose(random, "aaaaaaaa", "bbbbbbbb", Behaviour.REFUSED)).toList();
    return new LockedSection(new SectionDescription(id, choose(random, "kurki", "acme"), version,
        Math.min(version, choose(random, 1, 2)), "", fields(random, 1, "enabled", "level", "fifo"),
        some(random, name -> subsection(random, name), "backlog", "saved")), new Behaviour(answers));
  }

  private static SubsectionDescription subsection(Random random, String name) {
    return new SubsectionDescription(name, choose(random, 1, 2), 1, choose(random, "it is used", "always"),
        choose(random, "00", "f0"), fields(random, 0, "bytes"));
  }

  private static List<FieldDescription> fields(Random random, int depth, String... names) {
    return some(random, name -> field(random, depth, name), names);
  }

  /** A field since version 1, as one of a later version is not in the lock of an earlier one. */
  private static FieldDescription field(Random random, int depth, String name) {
    String type = depth == 0
        ? choose(random, "int", "flag", "bytes")
        : choose(random, "list", "record", "int", "long", "text", "bytes");
    boolean isNested = type.equals("list") || type.equals("record");
    boolean isBounded = !type.equals("flag") && !type.equals("record");
    int min = isBounded ? choose(random, 1, 0, 2) : 0;
    int max = isBounded ? min + choose(random, 2, 1, 0) : 0;
    return new FieldDescription(name, type, min, max, choose(random, "a", "b"), 1,
        choose(random, Field.REQUIRED, "0"), isNested ? fields(random, depth - 1, "x", "y") : List.of());
  }

  @SafeVarargs
  private static <T> T choose(Random random, T usual, T... unusual) {
    return random.nextDouble() >= UNUSUAL ? usual : unusual[random.nextInt(unusual.length)];
  }

  /** Mostly all of what has these names, now and then without one of them. */
  private static <T> List<T> some(Random random, Function<String, T> named, String... names) {
    return Stream.of(names).filter(_ -> choose(random, true, false)).map(named).toList();
  }
}
