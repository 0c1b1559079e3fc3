package dev.kurki.migration.policy;

import static dev.kurki.migration.policy.Samples.ACME;
import static dev.kurki.migration.policy.Samples.TYPE;
import static dev.kurki.migration.policy.Samples.V1;
import static dev.kurki.migration.policy.Samples.V2;
import static dev.kurki.migration.policy.Samples.entry;
import static dev.kurki.migration.policy.Samples.line;
import static dev.kurki.migration.policy.Samples.lock;
import static dev.kurki.migration.policy.Samples.meaning;
import static dev.kurki.migration.policy.Samples.needed;
import static dev.kurki.migration.policy.Samples.number;
import static dev.kurki.migration.policy.Samples.properties;
import static dev.kurki.migration.policy.Samples.section;
import static dev.kurki.migration.policy.Samples.subsection;
import static dev.kurki.migration.policy.Samples.type;
import static dev.kurki.migration.policy.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Change.Kind;
import dev.kurki.migration.policy.ReleaseLine.Strictness;
import dev.kurki.migration.policy.Verdict.Ruling;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final LockedSection CLOCK = section("pvclock", 1, number("rate", 0, 7));
  private static final LockedSection NARROW = section("pvclock", 1, number("rate", 0, 3));
  private static final LockedSection WIDE = section("pvclock", 1, number("rate", 0, 9));
  private static final LockedSection RENAMED = section("pvclock", 1, number("speed", 0, 7));
  private static final LockedSection REINTERPRETED = section("pvclock", 1, meaning("hertz", number("rate", 0, 7)));
  private static final BlacklistEntry ENTRY = entry("pvclock", 1, "", true, Strictness.SCOPED);

  @Property
  @Domain(Locks.class)
  void every_change_on_a_stable_line_but_a_benign_one_is_rejected_without_an_entry(@ForAll Lock before,
      @ForAll Lock after) {
    List<Verdict> verdicts = stable(List.of(), true).judge(before, after);

    assertThat(verdicts).allMatch(verdict -> verdict.isAllowed() == (verdict.change().kind() == Kind.B));
    assertThat(verdicts).filteredOn(verdict -> !verdict.isAllowed())
        .allMatch(verdict -> verdict.ruling() == Ruling.FEATURE
            && verdict.instead().contains("FEATURE: deferred to the next release"));
  }

  @Property
  @Domain(Locks.class)
  void every_change_of_what_has_not_shipped_is_allowed(@ForAll Lock before, @ForAll Lock after) {
    assertThat(development(Set.of(), List.of()).judge(before, after)).allMatch(Verdict::isAllowed);
  }

  @Property
  @Domain(Locks.class)
  void a_vendor_without_known_releases_may_do_no_more_than_a_stable_line(@ForAll Lock before, @ForAll Lock after) {
    assertThat(vendor(List.of(), List.of()).judge(before, after))
        .allMatch(verdict -> verdict.isAllowed() == (verdict.change().kind() == Kind.B));
  }

  @Test
  void a_verdict_cites_line_rule_path_both_shapes_and_what_would_be_allowed() {
    Verdict verdict = only(stable(List.of(), true), NARROW);

    assertThat(verdict.sentence()).isEqualTo("line 1.0.x: virt-1.0: pvclock.rate: rejected as FEATURE: "
        + "from int 0 to 7 to int 0 to 3; rule: N (narrowing) on a stable line is allowed only as BROKEN, with the old "
        + "shape blacklisted in the same change; instead: FEATURE: deferred to the next release; "
        + "BROKEN needs a blacklist entry in the same change and a witness");
  }

  @Test
  void what_is_blacklisted_and_shown_by_a_witness_may_change_on_a_stable_line() {
    assertThat(only(stable(List.of(ENTRY), true), NARROW)).returns(true, Verdict::isAllowed).returns(Ruling.BROKEN,
        Verdict::ruling);
  }

  @Test
  void an_entry_without_a_witness_leaves_a_change_a_feature() {
    Verdict verdict = only(stable(List.of(ENTRY), false), NARROW);

    assertThat(verdict).returns(false, Verdict::isAllowed).returns(Ruling.NO_WITNESS, Verdict::ruling);
    assertThat(verdict.instead()).contains("BROKEN needs a blacklist entry in the same change and a witness")
        .contains("deferred to the next release");
  }

  @Test
  void an_entry_about_another_version_section_or_release_does_not_help() {
    BlacklistEntry otherVersion = entry("pvclock", 2, "", true, Strictness.SCOPED);
    BlacklistEntry otherSection = entry("uart16550", 1, "", true, Strictness.SCOPED);

    assertThat(only(stable(List.of(otherVersion, otherSection), true), NARROW).ruling()).isEqualTo(Ruling.FEATURE);
    assertThat(only(new Judge(line(ReleaseLine.Kind.STABLE, ReleaseId.parse("kurki/1.0.10")), Set.of(), List.of(),
        List.of(ENTRY), _ -> true, List.of()), NARROW).ruling()).isEqualTo(Ruling.FEATURE);
  }

  @Test
  void an_entry_licenses_only_the_machine_type_and_section_that_it_names() {
    for (BlacklistEntry wide : List.of(naming("*", "*", 0), naming("*", "pvclock", 1), naming(TYPE, "*", 0))) {
      Verdict verdict = only(stable(List.of(wide), true), NARROW);

      assertThat(verdict).returns(false, Verdict::isAllowed).returns(Ruling.FEATURE, Verdict::ruling);
      assertThat(verdict.instead()).endsWith("; entry all bans more than that and licenses only what it names: "
          + "machine-type = virt-1.0, section = pvclock");
      assertThat(wide.covers(new Origin(V1, List.of()))).isTrue();
    }
    assertThat(only(stable(List.of(naming(TYPE, "pvclock", 0)), true), NARROW).ruling()).isEqualTo(Ruling.BROKEN);
    assertThat(only(stable(List.of(naming("virt-1.1", "pvclock", 0)), true), NARROW).instead())
        .endsWith("and a witness");
  }

  @Test
  void a_change_of_the_machine_type_itself_is_licensed_by_its_path_and_not_by_a_section_of_that_name() {
    Lock before = lock(V1, properties(type(CLOCK), Map.of("pvclock.base", "0x1000", "isa", "rv64gc")));
    Lock after = lock(V2, properties(type(CLOCK), Map.of("pvclock.base", "0x2000", "isa", "rv64gc")));

    assertThat(stable(List.of(ENTRY), true).judge(before, after)).extracting(Verdict::ruling)
        .containsExactly(Ruling.FEATURE);
    assertThat(stable(List.of(naming(TYPE, "machine-type.isa", 0)), true).judge(before, after))
        .extracting(Verdict::ruling).containsExactly(Ruling.FEATURE);
    assertThat(stable(List.of(naming(TYPE, "machine-type.pvclock.base", 0)), true).judge(before, after))
        .extracting(Verdict::ruling).containsExactly(Ruling.BROKEN);
    assertThat(stable(List.of(naming(TYPE, "machine-type.pvclock", 0)), true).judge(before, after))
        .extracting(Verdict::ruling).containsExactly(Ruling.BROKEN);
  }

  @Test
  void a_section_or_a_machine_type_that_is_new_has_no_old_shape_that_a_section_could_name() {
    Lock before = lock(V1, type(section("lamp", 1)));
    Judge judge = stable(List.of(ENTRY, naming("virt-1.1", "machine-type.machine-type", 0)), true);

    assertThat(judge.judge(before, lock(V2, type(section("lamp", 1), CLOCK)))).isNotEmpty()
        .noneMatch(Verdict::isAllowed);
    assertThat(judge.judge(before, lock(V2, type(section("lamp", 1)), type("virt-1.1", CLOCK)))).isNotEmpty()
        .noneMatch(Verdict::isAllowed);
  }

  @Test
  void a_frozen_machine_type_changes_on_the_wire_only_behind_what_is_off_for_it() {
    assertThat(development(Set.of(TYPE), List.of()).judge(lock(V1, type(CLOCK)), lock(V2, type(RENAMED))))
        .allMatch(verdict -> verdict.ruling() == Ruling.FROZEN && verdict.instead()
            .equals("only behind a subsection, or a field of a later version, that is off for virt-1.0"));
  }

  @Test
  void a_frozen_machine_types_defaults_and_predicates_are_forbidden_to_change() {
    Lock before = lock(V1, type(with(CLOCK, subsection("saved", 1))));
    Lock otherDefault = lock(V2, properties(before.machineTypes().getFirst(), Map.of("isa", "rv64g")));
    Lock otherPredicate = lock(V2, type(with(CLOCK, needed("always", "ffff", subsection("saved", 1)))));
    Judge judge = development(Set.of(TYPE), List.of());

    assertThat(judge.judge(before, otherDefault)).isNotEmpty()
        .allMatch(verdict -> verdict.ruling() == Ruling.FROZEN && verdict.rule().endsWith("forbidden"));
    assertThat(judge.judge(before, otherPredicate)).singleElement()
        .matches(verdict -> verdict.ruling() == Ruling.FROZEN && verdict.rule().endsWith("forbidden"));
  }

  @Test
  void a_frozen_machine_types_meaning_changes_only_under_an_id_that_is_off_for_it() {
    Verdict verdict = only(development(Set.of(TYPE), List.of()), REINTERPRETED);

    assertThat(verdict).returns(Ruling.FROZEN, Verdict::ruling).returns("needs a new semantics id, off for virt-1.0",
        Verdict::instead);
  }

  @Test
  void a_frozen_machine_type_takes_less_only_after_a_release_has_told_of_it() {
    Deprecation inTime = new Deprecation(TYPE, "pvclock.rate", V1);
    Deprecation tooLate = new Deprecation(TYPE, "pvclock.rate", V2);
    Deprecation neverShipped = new Deprecation(TYPE, "pvclock.rate", ReleaseId.parse("kurki/0.9.0"));
    Deprecation ofAnother = new Deprecation(TYPE, "pvclock.other", V1);

    assertThat(only(development(Set.of(TYPE), List.of(inTime)), NARROW)).returns(true, Verdict::isAllowed)
        .returns(Ruling.DEPRECATED, Verdict::ruling);
    assertThat(only(development(Set.of(TYPE), List.of(tooLate, neverShipped, ofAnother)), NARROW))
        .returns(false, Verdict::isAllowed).returns(Ruling.FROZEN, Verdict::ruling);
  }

  @Test
  void a_frozen_machine_type_takes_less_where_the_old_shape_is_blacklisted() {
    Judge judge = new Judge(line(ReleaseLine.Kind.DEVELOPMENT, V1), Set.of(TYPE), List.of(), List.of(ENTRY), _ -> true,
        List.of());

    assertThat(only(judge, NARROW)).returns(true, Verdict::isAllowed).returns(Ruling.BROKEN, Verdict::ruling);
  }

  @Test
  void what_takes_more_is_benign_on_every_line() {
    assertThat(List.of(stable(List.of(), true), development(Set.of(TYPE), List.of()), vendor(List.of(), List.of())))
        .allSatisfy(judge -> assertThat(only(judge, WIDE)).returns(true, Verdict::isAllowed)
            .returns(Ruling.BENIGN, Verdict::ruling));
  }

  private static Judge stable(List<BlacklistEntry> blacklist, boolean hasWitness) {
    return new Judge(line(ReleaseLine.Kind.STABLE, V1), Set.of(TYPE), List.of(), blacklist, _ -> hasWitness, List.of());
  }

  private static Judge development(Set<String> frozenTypes, List<Deprecation> deprecations) {
    return new Judge(line(ReleaseLine.Kind.DEVELOPMENT, V1), frozenTypes, List.of(), List.of(), _ -> true,
        deprecations);
  }

  private static Judge vendor(List<Lock> knownLocks, List<BlacklistEntry> blacklist) {
    return new Judge(line(ReleaseLine.Kind.VENDOR, ACME), Set.of(TYPE), knownLocks, blacklist, _ -> true, List.of());
  }

  private static BlacklistEntry naming(String machineType, String section, int version) {
    return new BlacklistEntry("all", "1.0.x", V1, V1, machineType, section, version, "", false, Strictness.SCOPED,
        List.of(), "all is lost", "all.witness", "reboot");
  }

  /** The verdict on the clock's one change. */
  private static Verdict only(Judge judge, LockedSection after) {
    List<Verdict> verdicts = judge.judge(lock(V1, type(CLOCK)), lock(V2, type(after)));
    assertThat(verdicts).hasSize(1);
    return verdicts.getFirst();
  }
}
