package dev.kurki.migration.policy;

import static dev.kurki.migration.policy.Samples.ACME;
import static dev.kurki.migration.policy.Samples.TYPE;
import static dev.kurki.migration.policy.Samples.V1;
import static dev.kurki.migration.policy.Samples.V2;
import static dev.kurki.migration.policy.Samples.behaving;
import static dev.kurki.migration.policy.Samples.entry;
import static dev.kurki.migration.policy.Samples.flag;
import static dev.kurki.migration.policy.Samples.line;
import static dev.kurki.migration.policy.Samples.lock;
import static dev.kurki.migration.policy.Samples.needed;
import static dev.kurki.migration.policy.Samples.number;
import static dev.kurki.migration.policy.Samples.ownedBy;
import static dev.kurki.migration.policy.Samples.section;
import static dev.kurki.migration.policy.Samples.since;
import static dev.kurki.migration.policy.Samples.subsection;
import static dev.kurki.migration.policy.Samples.type;
import static dev.kurki.migration.policy.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.policy.ReleaseLine.Strictness;
import dev.kurki.migration.policy.Verdict.Ruling;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VendorLineTest {
  private static final LockedSection OLD = section("pvclock", 1, number("rate", 0, 7));
  private static final LockedSection NEW = section("pvclock", 2, number("rate", 0, 7),
      since(2, "false", flag("enabled")));
  private static final Lock KURKIS = lock(V2, type("virt-1.1", NEW), type("virt-1.2", with(OLD,
      subsection("registers", 1, flag("on")))));

  @Test
  void a_version_is_taken_over_by_its_owners_tag() {
    assertThat(judged(NEW)).hasSize(2).allMatch(verdict -> verdict.ruling() == Ruling.BACKPORT && verdict.isAllowed());
  }

  @Test
  void a_version_number_of_the_vendors_own_is_refused_whatever_its_shape() {
    LockedSection unknown = section("pvclock", 3, number("rate", 0, 7));
    LockedSection otherShape = section("pvclock", 2, number("rate", 0, 7), since(2, "true", flag("enabled")));

    assertThat(judged(unknown)).singleElement().satisfies(VendorLineTest::isOfTwoOwners);
    assertThat(judged(otherShape)).anySatisfy(VendorLineTest::isOfTwoOwners).noneMatch(Verdict::isAllowed);
  }

  @Test
  void a_section_that_the_vendor_calls_its_own_is_refused_too() {
    assertThat(judged(ownedBy("acme", OLD))).singleElement().satisfies(VendorLineTest::isOfTwoOwners);
  }

  @Test
  void a_subsection_is_taken_over_by_its_owners_tag_and_not_in_another_shape() {
    LockedSection same = with(OLD, subsection("registers", 1, flag("on")));
    LockedSection other = with(OLD, subsection("registers", 1, flag("off")));

    assertThat(judged(same)).extracting(Verdict::ruling).containsExactly(Ruling.BACKPORT);
    assertThat(judged(other)).extracting(Verdict::ruling).containsExactly(Ruling.FEATURE);
  }

  @Test
  void a_predicate_that_only_has_the_owners_words_is_not_the_owners() {
    LockedSection before = with(OLD, needed("the guest uses it", "0000", subsection("registers", 1, flag("on"))));
    LockedSection owners = with(OLD, subsection("registers", 1, flag("on")));
    LockedSection vendors = with(OLD, needed("the guest uses it", "f0f0", subsection("registers", 1, flag("on"))));

    assertThat(judged(before, owners)).extracting(Verdict::ruling).containsExactly(Ruling.BACKPORT);
    assertThat(judged(before, vendors)).extracting(Verdict::ruling).containsExactly(Ruling.FEATURE);
  }

  @Test
  void another_behaviour_under_the_owners_shape_is_not_the_owners() {
    LockedSection before = behaving(OLD, "aaaaaaaa");
    Lock owners = lock(V2, type("virt-1.1", behaving(OLD, "bbbbbbbb")));

    assertThat(judge(List.of(owners), List.of()).judge(lock(ACME, type(before)), lock(ACME, type(behaving(OLD,
        "bbbbbbbb"))))).extracting(Verdict::ruling).containsExactly(Ruling.BACKPORT);
    assertThat(judge(List.of(owners), List.of()).judge(lock(ACME, type(before)), lock(ACME, type(behaving(OLD,
        "cccccccc"))))).extracting(Verdict::ruling).containsExactly(Ruling.FEATURE);
  }

  @Test
  void what_the_owner_has_released_before_is_no_backport() {
    Lock owners = lock(V1, type(OLD));

    assertThat(judge(List.of(owners, KURKIS), List.of()).judge(lock(ACME, type(NEW)), lock(ACME, type(OLD))))
        .noneMatch(Verdict::isAllowed);
    assertThat(judged(with(OLD, subsection("registers", 1, flag("on"))), OLD)).noneMatch(Verdict::isAllowed);
  }

  @Test
  void the_vendors_own_release_is_no_witness_of_what_the_owner_has_released() {
    Lock vendors = lock(ACME, type(NEW));

    assertThat(judge(List.of(vendors), List.of()).judge(lock(ACME, type(OLD)), lock(ACME, type(NEW))))
        .noneMatch(Verdict::isAllowed);
  }

  @Test
  void the_blacklist_of_the_release_that_a_vendors_is_built_from_holds_for_it() {
    BlacklistEntry upstreams = entry("pvclock", 1, "", true, Strictness.SCOPED);

    assertThat(judge(List.of(), List.of(upstreams)).judge(lock(ACME, type(OLD)),
        lock(ACME, type(section("pvclock", 1, number("rate", 0, 3)))))).extracting(Verdict::ruling)
        .containsExactly(Ruling.BROKEN);
  }

  @Test
  void a_number_in_the_owners_name_is_refused_even_for_what_is_broken() {
    BlacklistEntry entry = entry("pvclock", 1, "", true, Strictness.SCOPED);
    Judge judge = judge(List.of(), List.of(entry));

    assertThat(judge.judge(lock(ACME, type(OLD)), lock(ACME, type(section("pvclock", 2, number("rate", 0, 7))))))
        .singleElement().satisfies(VendorLineTest::isOfTwoOwners);
    assertThat(judge.judge(lock(ACME, type(OLD)), lock(ACME, type(ownedBy("acme", OLD))))).extracting(Verdict::ruling)
        .containsExactly(Ruling.BROKEN);
  }

  private static void isOfTwoOwners(Verdict verdict) {
    assertThat(verdict.ruling()).isEqualTo(Ruling.TWO_OWNERS);
    assertThat(verdict.isAllowed()).isFalse();
    assertThat(verdict.sentence()).contains("versions of two owners are never compared")
        .contains("backport by the owner's own tag, or keep the owner's version");
  }

  private static List<Verdict> judged(LockedSection after) {
    return judged(OLD, after);
  }

  private static List<Verdict> judged(LockedSection before, LockedSection after) {
    return judge(List.of(KURKIS), List.of()).judge(lock(ACME, type(before)), lock(ACME, type(after)));
  }

  private static Judge judge(List<Lock> knownLocks, List<BlacklistEntry> blacklist) {
    return new Judge(line(ReleaseLine.Kind.VENDOR, ACME), Set.of(TYPE), knownLocks, blacklist, _ -> true, List.of());
  }
}
