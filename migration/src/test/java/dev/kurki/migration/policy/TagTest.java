package dev.kurki.migration.policy;

import static dev.kurki.migration.policy.Samples.ACME;
import static dev.kurki.migration.policy.Samples.V1;
import static dev.kurki.migration.policy.Samples.V2;
import static dev.kurki.migration.policy.Samples.absent;
import static dev.kurki.migration.policy.Samples.behaving;
import static dev.kurki.migration.policy.Samples.bytes;
import static dev.kurki.migration.policy.Samples.flag;
import static dev.kurki.migration.policy.Samples.group;
import static dev.kurki.migration.policy.Samples.lock;
import static dev.kurki.migration.policy.Samples.meaning;
import static dev.kurki.migration.policy.Samples.number;
import static dev.kurki.migration.policy.Samples.ownedBy;
import static dev.kurki.migration.policy.Samples.section;
import static dev.kurki.migration.policy.Samples.since;
import static dev.kurki.migration.policy.Samples.subsection;
import static dev.kurki.migration.policy.Samples.type;
import static dev.kurki.migration.policy.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.FieldDescription;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

class TagTest {
  private static final LockedSection CLOCK = with(section("pvclock", 2, number("rate", 0, 7)),
      subsection("registers", 1, flag("enabled")));

  @Test
  void a_tag_is_owner_section_subsection_and_version() {
    assertThat(Tag.of(CLOCK.description())).hasToString("kurki/pvclock@2");
    assertThat(Tag.of(CLOCK.description(), CLOCK.description().subsections().getFirst()))
        .hasToString("kurki/pvclock.registers@1");
  }

  @Test
  void the_shape_on_the_wire_has_no_ranges_no_order_and_no_behaviour() {
    FieldDescription enabled = flag("enabled");

    assertThat(shape(section("pvclock", 1, enabled, number("rate", 0, 7))))
        .isEqualTo(shape(behaving(section("pvclock", 1, number("rate", 0, 9), enabled), "aaaaaaaa")));
  }

  @Test
  void the_shape_on_the_wire_has_names_types_fixed_lengths_meaning_since_and_absence() {
    WireShape shape = shape(section("pvclock", 1, bytes("key", 4, 4)));

    assertThat(shape(section("pvclock", 1, bytes("keys", 4, 4)))).isNotEqualTo(shape);
    assertThat(shape(section("pvclock", 1, number("key", 4, 4)))).isNotEqualTo(shape);
    assertThat(shape(section("pvclock", 1, bytes("key", 5, 5)))).isNotEqualTo(shape);
    assertThat(shape(section("pvclock", 1, bytes("key", 0, 4)))).isNotEqualTo(shape);
    assertThat(shape(section("pvclock", 1, meaning("lock", bytes("key", 4, 4))))).isNotEqualTo(shape);
    assertThat(shape(section("pvclock", 1, since(2, "required", bytes("key", 4, 4))))).isNotEqualTo(shape);
    assertThat(shape(section("pvclock", 1, absent("zeroes", bytes("key", 4, 4))))).isNotEqualTo(shape);
  }

  @Test
  void a_field_of_a_record_is_not_one_beside_it() {
    assertThat(shape(section("pvclock", 1, group("fifo", flag("full")))))
        .isNotEqualTo(shape(section("pvclock", 1, group("fifo"), flag("full"))));
  }

  @Test
  void one_subsections_tag_with_two_shapes_is_a_conflict_that_names_both_releases() {
    LockedSection acmes = with(section("pvclock", 2, number("rate", 0, 7)), subsection("registers", 1, flag("on")));

    assertThat(TagConflict.between(lock(V1, type(CLOCK)), lock(ACME, type(acmes)))).singleElement().satisfies(found -> {
      Refusal conflict = found.refusal();
      assertThat(conflict.rule()).isEqualTo(Rule.SAME_TAG_OTHER_DIGEST);
      assertThat(conflict.path()).isEqualTo("pvclock.registers");
      assertThat(conflict.expected()).startsWith("kurki/pvclock.registers@1 with digest ").endsWith("kurki/1.0.0");
      assertThat(conflict.actual()).startsWith("kurki/pvclock.registers@1 with digest ").endsWith("acme/1.0.1");
    });
  }

  @Test
  void a_sections_own_fields_under_one_tag_conflict_likewise() {
    LockedSection acmes = section("pvclock", 2, number("speed", 0, 7));

    assertThat(TagConflict.between(lock(V1, type(CLOCK)), lock(ACME, type(acmes)))).extracting(TagTest::path)
        .containsExactly("pvclock");
  }

  @Test
  void subsections_that_a_machine_type_has_off_other_versions_and_other_owners_are_no_conflict() {
    LockedSection plain = section("pvclock", 2, number("rate", 0, 7));
    Lock here = lock(V1, type("virt-1.0", plain), type("virt-1.1", CLOCK));

    assertThat(TagConflict.between(here, lock(V2, type(plain)))).isEmpty();
    assertThat(TagConflict.between(here, lock(V2, type(section("pvclock", 3, flag("rate")))))).isEmpty();
    assertThat(TagConflict.between(here, lock(ACME, type(ownedBy("acme", section("pvclock", 2, flag("rate")))))))
        .isEmpty();
  }

  @Test
  void a_lock_with_two_shapes_under_one_tag_conflicts_with_itself() {
    Lock torn = lock(V1, type("virt-1.0", section("pvclock", 2, flag("rate"))), type("virt-1.1", CLOCK));

    assertThat(TagConflict.between(torn, torn)).extracting(TagTest::path).containsExactly("pvclock");
  }

  @Property
  @Domain(Locks.class)
  void a_conflict_is_one_from_both_sides(@ForAll Lock one, @ForAll Lock other) {
    assertThat(TagConflict.between(one, other)).extracting(TagTest::path)
        .containsExactlyInAnyOrderElementsOf(TagConflict.between(other, one).stream().map(TagTest::path).toList());
  }

  @Test
  void the_shape_is_the_owners_whichever_lock_is_read_first() {
    LockedSection acmes = section("pvclock", 2, number("speed", 0, 7));

    TagConflict conflict = TagConflict.between(lock(ACME, type(acmes)), lock(V1, type(CLOCK))).getFirst();

    assertThat(conflict.rightful()).isEqualTo(V1);
    assertThat(conflict.other()).isEqualTo(ACME);
    assertThat(conflict.refusal().wayOut()).startsWith("give the section of acme/1.0.1 the shape that the tag has");
  }

  private static String path(TagConflict conflict) {
    return conflict.refusal().path();
  }

  private static WireShape shape(LockedSection section) {
    return WireShape.of(section.description());
  }
}
