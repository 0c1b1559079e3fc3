package dev.kurki.migration.policy;

import static dev.kurki.migration.policy.Samples.ACME;
import static dev.kurki.migration.policy.Samples.V1;
import static dev.kurki.migration.policy.Samples.V2;
import static dev.kurki.migration.policy.Samples.absent;
import static dev.kurki.migration.policy.Samples.behaving;
import static dev.kurki.migration.policy.Samples.bytes;
import static dev.kurki.migration.policy.Samples.entry;
import static dev.kurki.migration.policy.Samples.flag;
import static dev.kurki.migration.policy.Samples.line;
import static dev.kurki.migration.policy.Samples.lock;
import static dev.kurki.migration.policy.Samples.number;
import static dev.kurki.migration.policy.Samples.section;
import static dev.kurki.migration.policy.Samples.since;
import static dev.kurki.migration.policy.Samples.subsection;
import static dev.kurki.migration.policy.Samples.type;
import static dev.kurki.migration.policy.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.migration.lock.Behaviour;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.policy.Provenance.How;
import dev.kurki.migration.policy.ReleaseLine.Kind;
import dev.kurki.migration.policy.ReleaseLine.Strictness;
import dev.kurki.migration.policy.Verdict.Ruling;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The cases that the policy is argued with, as a build sees them: a release 1.0.0 has a paravirtual clock that does not save
 * the registers with which the guest has set it up.
 */
class PolicyCasesTest {
  private static final LockedSection WITHOUT_REGISTERS = section("pvclock", 1, number("rate", 0, 7));
  private static final LockedSection WITH_REGISTERS = with(WITHOUT_REGISTERS,
      subsection("registers", 1, absent("false", flag("enabled")), absent("zeroes", bytes("address", 8, 8))));
  private static final Lock RELEASED = lock(V1, type("virt-1.0", WITHOUT_REGISTERS));
  private static final BlacklistEntry REGISTERS_LOST = entry("pvclock", 1, "", true, Strictness.SCOPED);

  @Nested
  class The_clock_gains_saved_registers {
    private final Lock saved = lock(V2, type("virt-1.0", WITH_REGISTERS));

    @Test
    void on_a_stable_line_that_is_a_feature_and_waits() {
      Judge stable = judge(Kind.STABLE, List.of(), false);

      assertThat(stable.judge(RELEASED, saved)).singleElement().satisfies(verdict -> {
        assertThat(verdict.isAllowed()).isFalse();
        assertThat(verdict.ruling()).isEqualTo(Ruling.FEATURE);
        assertThat(verdict.sentence()).contains("pvclock.registers").contains("from nothing to version 1")
            .contains("FEATURE: deferred to the next release");
      });
    }

    @Test
    void on_the_development_line_it_is_off_for_the_frozen_machine_type_and_on_for_the_next() {
      Judge main = judge(Kind.DEVELOPMENT, List.of(), false);
      Lock nextTypeHasIt = lock(V2, type("virt-1.0", WITHOUT_REGISTERS), type("virt-1.1", WITH_REGISTERS));

      assertThat(main.judge(RELEASED, nextTypeHasIt)).isNotEmpty().allMatch(Verdict::isAllowed);
      assertThat(main.judge(RELEASED, saved)).singleElement().satisfies(verdict -> {
        assertThat(verdict.ruling()).isEqualTo(Ruling.FROZEN);
        assertThat(verdict.instead())
            .isEqualTo("only behind a subsection, or a field of a later version, that is off for virt-1.0");
      });
    }

    @Test
    void declared_broken_without_a_witness_it_is_still_a_feature() {
      assertThat(judge(Kind.STABLE, List.of(REGISTERS_LOST), false).judge(RELEASED, saved)).singleElement()
          .returns(Ruling.NO_WITNESS, Verdict::ruling).returns(false, Verdict::isAllowed);
    }

    @Test
    void declared_broken_with_a_witness_it_is_accepted_and_the_old_version_is_refused_up_front() {
      assertThat(judge(Kind.STABLE, List.of(REGISTERS_LOST), true).judge(RELEASED, saved)).singleElement()
          .returns(Ruling.BROKEN, Verdict::ruling).returns(true, Verdict::isAllowed);
      assertThat(Blacklist.check(List.of(REGISTERS_LOST), Provenance.bornOn(new Origin(V1, List.of())), "virt-1.0",
          Map.of("pvclock", 1))).extracting(Refusal::rule).containsExactly(Rule.BLACKLISTED);
    }
  }

  @Nested
  class State_that_does_not_match_the_contract_is_repaired_on_load {
    private final Lock before = lock(V1, type(behaving(WITHOUT_REGISTERS, "aaaaaaaa", Behaviour.REFUSED)));

    @Test
    void that_is_benign_on_a_stable_line_as_what_is_written_stays_the_same() {
      Lock repairs = lock(V1, type(behaving(WITHOUT_REGISTERS, "aaaaaaaa", "bbbbbbbb")));

      assertThat(judge(Kind.STABLE, List.of(), false).judge(before, repairs)).singleElement()
          .returns(Ruling.BENIGN, Verdict::ruling).returns(true, Verdict::isAllowed);
    }

    @Test
    void it_is_not_where_other_bytes_are_written_for_a_state_that_was_good() {
      Lock writesOtherwise = lock(V1, type(behaving(WITHOUT_REGISTERS, "cccccccc", "bbbbbbbb")));

      assertThat(judge(Kind.STABLE, List.of(), false).judge(before, writesOtherwise)).extracting(Verdict::ruling)
          .containsExactly(Ruling.BENIGN, Ruling.FEATURE);
    }
  }

  @Nested
  class A_vendor_takes_the_registers_into_its_stable_line {
    private final Lock upstream = lock(V2, type("virt-1.1", WITH_REGISTERS));
    private final Judge vendor = new Judge(line(Kind.VENDOR, ACME), Set.of("virt-1.0"), List.of(RELEASED, upstream),
        List.of(), _ -> false, List.of());

    @Test
    void by_the_owners_tag_it_may() {
      Lock backported = lock(ACME, type("virt-1.0", WITH_REGISTERS));

      assertThat(vendor.judge(RELEASED, backported)).singleElement().returns(Ruling.BACKPORT, Verdict::ruling)
          .returns(true, Verdict::isAllowed);
      assertThat(TagConflict.between(upstream, backported)).isEmpty();
    }

    @Test
    void by_a_version_number_of_its_own_it_may_not() {
      LockedSection numbered = section("pvclock", 2, number("rate", 0, 7), since(2, "false", flag("enabled")));

      assertThat(vendor.judge(RELEASED, lock(ACME, type("virt-1.0", numbered)))).noneMatch(Verdict::isAllowed)
          .anySatisfy(verdict -> {
            assertThat(verdict.ruling()).isEqualTo(Ruling.TWO_OWNERS);
            assertThat(verdict.sentence()).contains("versions of two owners are never compared");
          });
    }

    @Test
    void under_the_owners_tag_with_another_shape_it_is_found_out() {
      Lock forged = lock(ACME, type("virt-1.0", with(WITHOUT_REGISTERS, subsection("registers", 1, flag("on")))));

      assertThat(vendor.judge(RELEASED, forged)).noneMatch(Verdict::isAllowed);
      assertThat(TagConflict.between(upstream, forged)).extracting(conflict -> conflict.refusal().rule())
          .containsExactly(Rule.SAME_TAG_OTHER_DIGEST);
    }
  }

  @Nested
  class A_machine_was_born_on_a_blacklisted_release_and_has_moved_to_a_good_one {
    private final Origin bad = new Origin(V1, List.of());
    private final Origin good = new Origin(V2, List.of());

    @Test
    void it_is_refused_for_its_birth() {
      assertThat(refused(Provenance.bornOn(bad).then(good, How.MIGRATED))).singleElement()
          .satisfies(refusal -> assertThat(refusal.of("crane").sentence()).isEqualTo("machine crane: pvclock: "
              + "blacklisted: expected a release without entry pvclock-lost, found kurki/1.0.0, on which it was born: "
              + "what the guest has set is lost; way out: reboot the machine on kurki/1.1.0"));
    }

    @Test
    void so_it_is_out_of_a_snapshot() {
      assertThat(refused(Provenance.bornOn(bad).then(good, How.RESTORED))).hasSize(1);
    }

    @Test
    void one_that_was_born_on_the_good_release_is_taken() {
      assertThat(refused(Provenance.bornOn(good))).isEmpty();
    }

    private static List<Refusal> refused(Provenance provenance) {
      return Blacklist.check(List.of(REGISTERS_LOST), provenance, "virt-1.0", Map.of("pvclock", 1));
    }
  }

  private static Judge judge(Kind kind, List<BlacklistEntry> blacklist, boolean hasWitness) {
    return new Judge(line(kind, V1), Set.of("virt-1.0"), List.of(RELEASED), blacklist, _ -> hasWitness, List.of());
  }
}
