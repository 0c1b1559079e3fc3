package dev.kurki.migration.policy;

import static dev.kurki.migration.policy.Samples.TYPE;
import static dev.kurki.migration.policy.Samples.absent;
import static dev.kurki.migration.policy.Samples.bytes;
import static dev.kurki.migration.policy.Samples.flag;
import static dev.kurki.migration.policy.Samples.group;
import static dev.kurki.migration.policy.Samples.meaning;
import static dev.kurki.migration.policy.Samples.number;
import static dev.kurki.migration.policy.Samples.ownedBy;
import static dev.kurki.migration.policy.Samples.properties;
import static dev.kurki.migration.policy.Samples.readsFrom;
import static dev.kurki.migration.policy.Samples.section;
import static dev.kurki.migration.policy.Samples.since;
import static dev.kurki.migration.policy.Samples.subsection;
import static dev.kurki.migration.policy.Samples.type;
import static dev.kurki.migration.policy.Samples.unmigratable;
import static dev.kurki.migration.policy.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

class CompatibilityTest {
  @Property
  @Domain(Locks.class)
  void a_release_takes_its_own_machines(@ForAll MachineTypeLock type) {
    assertThat(Compatibility.check(type, type)).isEmpty();
  }

  @Property
  @Domain(Locks.class)
  void machines_that_go_both_ways_are_the_same_on_the_wire(@ForAll MachineTypeLock one, @ForAll MachineTypeLock other) {
    boolean goBothWays = Compatibility.check(one, other).isEmpty() && Compatibility.check(other, one).isEmpty();
    List<Change> changes = LockDiff.between(one, other);

    assertThat(changes).filteredOn(change -> goBothWays && change.kind() == Change.Kind.W).isEmpty();
  }

  @Test
  void what_the_guest_sees_has_to_be_the_same_and_defaults_need_not() {
    MachineTypeLock from = type();

    assertThat(Compatibility.check(from, properties(from, Map.of("isa", "rv64gc", "defaults.memory", "1 GiB"))))
        .isEmpty();
    assertThat(Compatibility.check(from, properties(from, Map.of("isa", "rv64g")))).containsExactly(
        new Refusal(Rule.DIFFERENT_MACHINE_TYPE, "isa", "rv64g", "rv64gc"));
    assertThat(Compatibility.check(from, new MachineTypeLock(TYPE, from.properties(), List.of(), List.of("/soc ranges"),
        List.of(), List.of()))).extracting(Refusal::path).containsExactly("blocks.ram",
            "device-tree./cpus timebase-frequency");
    assertThat(Compatibility.check(from, type("virt-1.1"))).extracting(Refusal::path).containsExactly("machine-type");
  }

  @Test
  void components_are_needed_one_for_one() {
    assertThat(Compatibility.check(type(section("lamp", 1)), type(section("clock", 1)))).containsExactly(
        new Refusal(Rule.UNKNOWN_SECTION, "lamp", "nothing", "component lamp0, instance 0"),
        new Refusal(Rule.MISSING_SECTION, "clock", "component clock0, instance 0", "nothing"));
  }

  @Test
  void versions_of_two_owners_are_not_compared() {
    assertThat(refusals(section("clock", 9), ownedBy("acme", section("clock", 1)))).containsExactly(
        new Refusal(Rule.TWO_OWNERS, "clock", "acme/clock@1", "kurki/clock@9"));
  }

  @Test
  void an_older_version_is_taken_down_to_the_minimum_and_no_newer_one_is() {
    assertThat(refusals(section("clock", 2), section("clock", 3))).isEmpty();
    assertThat(refusals(section("clock", 1), readsFrom(2, section("clock", 3)))).containsExactly(
        new Refusal(Rule.UNSUPPORTED_VERSION, "clock", "version 2 to 3", "version 1"));
    assertThat(refusals(section("clock", 3), section("clock", 2))).extracting(Refusal::rule)
        .containsExactly(Rule.UNSUPPORTED_VERSION);
  }

  @Test
  void a_field_that_came_with_a_later_version_may_be_missing_and_another_may_not() {
    LockedSection later = section("clock", 2, flag("enabled"), since(2, "0", number("rate", 0, 7)));
    LockedSection without = section("clock", 2, flag("enabled"));

    assertThat(refusals(section("clock", 1, flag("enabled")), later)).isEmpty();
    assertThat(refusals(without, later)).containsExactly(
        new Refusal(Rule.MISSING_FIELD, "clock.rate", "int 0 to 7", "nothing"));
    assertThat(refusals(later, without)).containsExactly(
        new Refusal(Rule.UNKNOWN_FIELD, "clock.rate", "one of enabled", "rate"));
  }

  @Test
  void a_field_is_not_known_to_a_version_before_the_one_that_brought_it() {
    assertThat(refusals(section("clock", 1, flag("enabled")), section("clock", 2, since(2, "false", flag("enabled")))))
        .containsExactly(new Refusal(Rule.UNKNOWN_FIELD, "clock.enabled", "none", "enabled"));
  }

  @Test
  void types_ranges_and_meanings_are_each_a_reason_with_the_whole_path() {
    LockedSection from = section("clock", 1, flag("kind"), group("fifo", number("level", 0, 9), flag("full")));
    LockedSection to = section("clock", 1, bytes("kind", 0, 1),
        group("fifo", number("level", 0, 7), meaning("half full", flag("full"))));

    assertThat(refusals(from, to)).containsExactly(
        new Refusal(Rule.WRONG_TYPE, "clock.kind", "bytes, 0 to 1 of them", "flag"),
        new Refusal(Rule.OUT_OF_RANGE, "clock.fifo.level", "int 0 to 7", "int 0 to 9"),
        new Refusal(Rule.DIFFERENT_MEANING, "clock.fifo.full", "half full", "full"));
  }

  @Test
  void subsections_are_taken_that_are_known_in_a_version_that_is_read() {
    LockedSection uart = section("uart16550", 1);

    assertThat(refusals(uart, with(uart, subsection("backlog", 1)))).isEmpty();
    assertThat(refusals(with(uart, subsection("backlog", 1)), uart)).containsExactly(
        new Refusal(Rule.UNKNOWN_SUBSECTION, "uart16550.backlog", "none", "backlog"));
    assertThat(refusals(with(uart, subsection("backlog", 2)), with(uart, subsection("backlog", 1)))).containsExactly(
        new Refusal(Rule.UNSUPPORTED_VERSION, "uart16550.backlog", "version 1", "version 2"));
    assertThat(refusals(with(uart, subsection("backlog", 1, bytes("bytes", 0, 64))),
        with(uart, subsection("backlog", 1, bytes("bytes", 0, 32))))).containsExactly(new Refusal(Rule.OUT_OF_RANGE,
            "uart16550.backlog.bytes", "bytes, 0 to 32 of them", "bytes, 0 to 64 of them"));
  }

  @Test
  void a_subsection_that_is_left_out_has_to_say_the_same_on_both_sides() {
    LockedSection uart = section("uart16550", 1);

    assertThat(refusals(with(uart, subsection("backlog", 1, absent("0", number("level", 0, 7)))),
        with(uart, subsection("backlog", 1, absent("7", number("level", 0, 7)))))).containsExactly(
            new Refusal(Rule.DIFFERENT_MEANING, "uart16550.backlog.level", "7 where absent", "0 where absent"));
  }

  @Test
  void what_can_not_be_moved_is_refused_with_its_reason() {
    LockedSection clock = section("clock", 1);
    LockedSection stuck = unmigratable("it holds a host's handle", clock);
    Refusal refusal = new Refusal(Rule.UNMIGRATABLE, "clock", "a section that can be moved",
        "it holds a host's handle");

    assertThat(refusals(stuck, clock)).containsExactly(refusal);
    assertThat(refusals(clock, stuck)).containsExactly(refusal);
    assertThat(refusals(stuck, stuck)).containsExactly(refusal);
  }

  private static List<Refusal> refusals(LockedSection from, LockedSection to) {
    return Compatibility.check(type(from), type(to));
  }
}
