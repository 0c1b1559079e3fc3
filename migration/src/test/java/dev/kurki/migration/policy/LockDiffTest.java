package dev.kurki.migration.policy;

import static dev.kurki.migration.policy.Samples.TYPE;
import static dev.kurki.migration.policy.Samples.V1;
import static dev.kurki.migration.policy.Samples.V2;
import static dev.kurki.migration.policy.Samples.behaving;
import static dev.kurki.migration.policy.Samples.bytes;
import static dev.kurki.migration.policy.Samples.flag;
import static dev.kurki.migration.policy.Samples.group;
import static dev.kurki.migration.policy.Samples.lock;
import static dev.kurki.migration.policy.Samples.meaning;
import static dev.kurki.migration.policy.Samples.needed;
import static dev.kurki.migration.policy.Samples.number;
import static dev.kurki.migration.policy.Samples.ownedBy;
import static dev.kurki.migration.policy.Samples.readsFrom;
import static dev.kurki.migration.policy.Samples.section;
import static dev.kurki.migration.policy.Samples.since;
import static dev.kurki.migration.policy.Samples.subsection;
import static dev.kurki.migration.policy.Samples.type;
import static dev.kurki.migration.policy.Samples.unmigratable;
import static dev.kurki.migration.policy.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kurki.migration.lock.Behaviour;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.Block;
import dev.kurki.migration.lock.MachineTypeLock.Component;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.policy.Change.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

class LockDiffTest {
  @Property
  @Domain(Locks.class)
  void a_lock_does_not_differ_from_itself(@ForAll Lock lock) {
    assertThat(LockDiff.between(lock, lock)).isEmpty();
  }

  @Property
  @Domain(Locks.class)
  void the_way_back_has_as_many_changes_of_the_wire(@ForAll Lock one, @ForAll Lock other) {
    assertThat(wireChanges(one, other)).isEqualTo(wireChanges(other, one));
  }

  @Test
  void another_order_is_no_change() {
    LockedSection clock = section("pvclock", 1, flag("enabled"), number("rate", 0, 7));
    LockedSection turned = section("pvclock", 1, number("rate", 0, 7), flag("enabled"));
    LockedSection uart = section("uart16550", 1);

    assertThat(LockDiff.between(lock(V1, type(clock, uart)), lock(V2, type(uart, turned)))).isEmpty();
  }

  @Test
  void a_machine_type_that_goes_narrows_and_one_that_comes_is_a_default() {
    assertThat(LockDiff.between(lock(V1, type("virt-1.0")), lock(V2, type("virt-1.1")))).containsExactly(
        Change.ofMachineType(Kind.N, "virt-1.0", "machine-type", "machine type virt-1.0", "nothing"),
        Change.ofMachineType(Kind.D, "virt-1.1", "machine-type", "nothing", "machine type virt-1.1"));
  }

  @Test
  void another_stream_format_is_on_the_wire_of_every_machine_type() {
    Lock before = lock(V1, type("virt-1.0"), type("virt-1.1"));
    Lock after = new Lock(V2, Optional.of(V1), "", "", 2, before.machineTypes());

    assertThat(LockDiff.between(before, after)).containsExactly(
        Change.ofMachineType(Kind.W, "virt-1.0", "stream-format", "version 1", "version 2"),
        Change.ofMachineType(Kind.W, "virt-1.1", "stream-format", "version 1", "version 2"));
  }

  @Test
  void whatever_the_guest_sees_of_the_board_is_a_default() {
    MachineTypeLock before = type();
    MachineTypeLock after = new MachineTypeLock(TYPE, Map.of("isa", "rv64g", "defaults.memory", "128 MiB"),
        List.of(new Block("ram", "ram", "0x40000000", "by memory")),
        List.of("/cpus timebase-frequency = <1>", "/soc ranges"), List.of(new Component("uart0", "uart16550", "0")),
        List.of());

    assertThat(LockDiff.between(before, after)).containsExactly(
        Change.ofMachineType(Kind.D, TYPE, "isa", "rv64gc", "rv64g"),
        Change.ofMachineType(Kind.D, TYPE, "blocks.ram", "ram at 0x80000000 of size by memory",
            "ram at 0x40000000 of size by memory"),
        Change.ofMachineType(Kind.D, TYPE, "device-tree./cpus timebase-frequency", "<10000000>", "<1>"),
        Change.ofMachineType(Kind.D, TYPE, "components.uart0", "nothing", "section uart16550, instance 0"));
  }

  @Test
  void fields_that_come_go_or_are_retyped_are_on_the_wire() {
    assertThat(fields(section("clock", 1, flag("old"), number("kind", 0, 7)),
        section("clock", 1, flag("new"), flag("kind")))).containsExactly(
            Change.inSection(Kind.W, TYPE, "clock.old", "flag", "nothing"),
            Change.inSection(Kind.W, TYPE, "clock.kind", "int 0 to 7", "flag"),
            Change.inSection(Kind.W, TYPE, "clock.new", "nothing", "flag"));
  }

  @Test
  void a_fixed_length_is_on_the_wire_and_a_bound_is_not() {
    assertThat(fields(section("clock", 1, bytes("key", 32, 32), bytes("queue", 0, 64), bytes("free", 0, 8)),
        section("clock", 1, bytes("key", 16, 16), bytes("queue", 0, 32), bytes("free", 8, 8)))).containsExactly(
            Change.inSection(Kind.W, TYPE, "clock.key", "bytes, 32 of them", "bytes, 16 of them"),
            Change.inSection(Kind.N, TYPE, "clock.queue", "bytes, 0 to 64 of them", "bytes, 0 to 32 of them"),
            Change.inSection(Kind.W, TYPE, "clock.free", "bytes, 0 to 8 of them", "bytes, 8 of them"));
  }

  @Test
  void a_range_that_moves_both_narrows_and_widens() {
    assertThat(fields(section("clock", 1, group("fifo", number("level", 0, 7))),
        section("clock", 1, group("fifo", number("level", 1, 8))))).containsExactly(
            Change.inSection(Kind.N, TYPE, "clock.fifo.level", "int 0 to 7", "int 1 to 8"),
            Change.inSection(Kind.B, TYPE, "clock.fifo.level", "int 0 to 7", "int 1 to 8"));
  }

  @Test
  void since_absence_and_meaning_are_each_a_change_of_their_own_sort() {
    assertThat(fields(section("clock", 2, flag("enabled")),
        section("clock", 2, since(2, "false", meaning("enabled-twice", flag("enabled")))))).containsExactly(
            Change.inSection(Kind.W, TYPE, "clock.enabled", "since version 1", "since version 2"),
            Change.inSection(Kind.D, TYPE, "clock.enabled", "required", "false where absent"),
            Change.inSection(Kind.M, TYPE, "clock.enabled", "meaning enabled", "meaning enabled-twice"));
  }

  @Test
  void versions_and_owners_are_on_the_wire_and_minimum_versions_narrow_or_widen() {
    assertThat(fields(section("clock", 2), readsFrom(2, ownedBy("acme", section("clock", 3))))).containsExactly(
        Change.inSection(Kind.W, TYPE, "clock", "owner kurki", "owner acme"),
        Change.inSection(Kind.W, TYPE, "clock", "version 2", "version 3"),
        Change.inSection(Kind.N, TYPE, "clock", "minimum version 1", "minimum version 2"));
    assertThat(fields(readsFrom(2, section("clock", 2)), section("clock", 2))).extracting(Change::kind)
        .containsExactly(Kind.B);
  }

  @Test
  void a_section_that_can_no_longer_be_moved_narrows() {
    LockedSection clock = section("clock", 1);
    LockedSection stuck = unmigratable("it holds a host's handle", clock);

    assertThat(fields(clock, stuck)).containsExactly(
        Change.inSection(Kind.N, TYPE, "clock", "migratable", "unmigratable, as it holds a host's handle"));
    assertThat(fields(stuck, clock)).extracting(Change::kind).containsExactly(Kind.B);
  }

  @Test
  void sections_and_subsections_that_come_or_go_are_on_the_wire() {
    assertThat(LockDiff.between(type(section("clock", 1)), type(section("lamp", 3)))).filteredOn(
        change -> change.kind() == Kind.W)
        .containsExactly(Change.inSection(Kind.W, TYPE, "clock", "version 1", "nothing"),
            Change.inSection(Kind.W, TYPE, "lamp", "nothing", "version 3"));
    assertThat(fields(with(section("clock", 1), subsection("a", 1)), with(section("clock", 1), subsection("b", 2))))
        .containsExactly(Change.inSection(Kind.W, TYPE, "clock.a", "version 1", "nothing"),
            Change.inSection(Kind.W, TYPE, "clock.b", "nothing", "version 2"));
  }

  @Test
  void other_words_of_a_predicate_or_other_answers_under_the_same_words_are_a_change_of_it() {
    LockedSection before = with(section("clock", 1), subsection("saved", 1));

    assertThat(fields(before, with(section("clock", 1), needed("always", "ff00", subsection("saved", 1)))))
        .containsExactly(Change.inSection(Kind.P, TYPE, "clock.saved",
            "needed when the guest uses it, in 8 of 16 draws (ff00)", "needed when always, in 8 of 16 draws (ff00)"));
    assertThat(fields(before, with(section("clock", 1), needed("the guest uses it", "ff01", subsection("saved", 1)))))
        .extracting(Change::kind, Change::path)
        .containsExactly(tuple(Kind.P, "clock.saved"));
  }

  @Test
  void behaviour_is_told_once_a_sort_with_the_first_draw() {
    String no = Behaviour.REFUSED;
    LockedSection clock = section("clock", 1, number("rate", 0, 7));

    assertThat(fields(behaving(clock, "aaaaaaaa", no, "cccccccc", "dddddddd", "eeeeeeee"),
        behaving(clock, no, "bbbbbbbb", "cccccccc", "dddddddf", "eeeeeeef"))).containsExactly(
            Change.inSection(Kind.N, TYPE, "clock", "1 drawn state loaded, the first is draw 0 as aaaaaaaa",
                "1 drawn state refused, the first is draw 0"),
            Change.inSection(Kind.B, TYPE, "clock", "1 drawn state refused, the first is draw 1",
                "1 drawn state loaded, the first is draw 1 as bbbbbbbb"),
            Change.inSection(Kind.M, TYPE, "clock", "2 drawn states saved as before, the first is draw 3 as dddddddd",
                "2 drawn states saved otherwise, the first is draw 3 as dddddddf"));
  }

  @Test
  void behaviour_says_nothing_where_other_states_are_drawn() {
    LockedSection before = behaving(section("clock", 1, number("rate", 0, 7)), "aaaaaaaa");

    assertThat(fields(before, behaving(section("clock", 1, flag("rate")), "bbbbbbbb"))).extracting(Change::kind)
        .containsExactly(Kind.W);
    assertThat(fields(before, behaving(section("clock", 1, number("rate", 0, 8)), "bbbbbbbb")))
        .extracting(Change::kind).containsExactly(Kind.B);
    assertThat(fields(before, section("clock", 1, number("rate", 0, 7)))).isEmpty();
  }

  @Test
  void a_name_that_a_lock_has_twice_is_not_lost_from_sight() {
    assertThat(fields(section("clock", 1, flag("enabled")), section("clock", 1, flag("enabled"), flag("enabled"))))
        .containsExactly(Change.inSection(Kind.W, TYPE, "clock.enabled#2", "nothing", "flag"));
  }

  private static List<Change> fields(LockedSection before, LockedSection after) {
    return LockDiff.between(type(before), type(after));
  }

  private static long wireChanges(Lock before, Lock after) {
    return LockDiff.between(before, after).stream().filter(change -> change.kind() == Kind.W).count();
  }
}
