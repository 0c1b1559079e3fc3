package dev.kurki.migration.policy;

import static dev.kurki.migration.policy.Samples.ACME;
import static dev.kurki.migration.policy.Samples.TYPE;
import static dev.kurki.migration.policy.Samples.V1;
import static dev.kurki.migration.policy.Samples.V2;
import static dev.kurki.migration.policy.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SavedState;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Provenance.How;
import dev.kurki.migration.policy.ReleaseLine.Strictness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlacklistTest {
  @SavedState(id = "pvclock")
  record Clock(boolean enabled) {}

  private static final Origin BAD = new Origin(V1, List.of());
  private static final Origin GOOD = new Origin(V2, List.of());
  private static final Provenance FROM_BAD = Provenance.bornOn(GOOD).then(BAD, How.MIGRATED);
  private static final Provenance BORN_ON_BAD = Provenance.bornOn(BAD).then(GOOD, How.MIGRATED);
  private static final Provenance THROUGH_BAD = FROM_BAD.then(GOOD, How.RESTORED);
  private static final Map<String, Integer> VERSIONS = Map.of("pvclock", 1, "uart16550", 2);
  private static final BlacklistEntry SCOPED = entry("pvclock", 1, "", false, Strictness.SCOPED);
  private static final BlacklistEntry LASTING = entry("pvclock", 1, "", true, Strictness.SCOPED);
  private static final BlacklistEntry STRICT = entry("pvclock", 1, "fields.enabled = true", false, Strictness.STRICT);
  private static final BlacklistEntry CONDITIONAL = entry("pvclock", 1, "fields.enabled = true", false,
      Strictness.SCOPED);

  @Test
  void a_refusal_names_entry_release_reason_and_way_out() {
    assertThat(check(SCOPED, FROM_BAD)).containsExactly(new Refusal(Rule.BLACKLISTED, "", "pvclock",
        "a release without entry pvclock-lost", "kurki/1.0.0, from which it comes: what the guest has set is lost",
        "reboot the machine on kurki/1.1.0"));
  }

  @Test
  void a_lasting_entry_finds_where_a_machine_has_been_and_another_does_not() {
    assertThat(check(SCOPED, BORN_ON_BAD)).isEmpty();
    assertThat(check(SCOPED, THROUGH_BAD)).isEmpty();
    assertThat(check(LASTING, BORN_ON_BAD)).singleElement().satisfies(
        refusal -> assertThat(refusal.actual()).startsWith("kurki/1.0.0, on which it was born: "));
    assertThat(check(LASTING, THROUGH_BAD)).singleElement().satisfies(
        refusal -> assertThat(refusal.actual()).startsWith("kurki/1.0.0, through which it has moved: "));
  }

  @Test
  void a_scoped_entry_reaches_only_its_machine_type_section_and_version() {
    assertThat(Blacklist.check(List.of(SCOPED), FROM_BAD, "virt-1.1", VERSIONS)).isEmpty();
    assertThat(Blacklist.check(List.of(SCOPED), FROM_BAD, TYPE, Map.of("uart16550", 1))).isEmpty();
    assertThat(Blacklist.check(List.of(SCOPED), FROM_BAD, TYPE, Map.of("pvclock", 2))).isEmpty();
    assertThat(check(entry("*", 0, "", false, Strictness.SCOPED), FROM_BAD)).extracting(Refusal::path)
        .containsExactly("provenance");
  }

  @Test
  void an_entry_about_a_machine_type_itself_reaches_all_machines_of_it() {
    BlacklistEntry board = entry("machine-type.isa", 0, "", false, Strictness.SCOPED);

    assertThat(check(board, FROM_BAD)).extracting(Refusal::path).containsExactly("machine-type.isa");
    assertThat(Blacklist.check(List.of(board), FROM_BAD, TYPE, List.of())).hasSize(1);
    assertThat(Blacklist.check(List.of(board), FROM_BAD, "virt-1.1", VERSIONS)).isEmpty();
  }

  @Test
  void a_strict_entry_reaches_everything_from_its_releases() {
    assertThat(Blacklist.check(List.of(STRICT), FROM_BAD, "virt-9.9", Map.of())).extracting(Refusal::path)
        .containsExactly("provenance");
    assertThat(Blacklist.check(List.of(STRICT), FROM_BAD, "virt-9.9", List.of())).hasSize(1);
    assertThat(Blacklist.check(List.of(STRICT), BORN_ON_BAD, TYPE, VERSIONS)).isEmpty();
  }

  @Test
  void an_entry_about_some_states_waits_for_the_state() {
    assertThat(check(CONDITIONAL, FROM_BAD)).isEmpty();
    assertThat(conditional(CONDITIONAL, FROM_BAD)).containsExactly(CONDITIONAL);
    assertThat(Blacklist.check(List.of(CONDITIONAL), FROM_BAD, TYPE, List.of(clock(true)))).hasSize(1);
    assertThat(Blacklist.check(List.of(CONDITIONAL), FROM_BAD, TYPE, List.of(clock(false)))).isEmpty();
    assertThat(Blacklist.check(List.of(CONDITIONAL), BORN_ON_BAD, TYPE, List.of(clock(true)))).isEmpty();
    assertThat(conditional(CONDITIONAL, BORN_ON_BAD)).isEmpty();
    assertThat(conditional(STRICT, FROM_BAD)).isEmpty();
  }

  @Test
  void an_entry_whose_predicate_is_not_understood_bans_every_state() {
    BlacklistEntry later = entry("pvclock", 1, "fields.enabled matches /x/", false, Strictness.SCOPED);

    assertThat(check(later, FROM_BAD)).hasSize(1);
    assertThat(conditional(later, FROM_BAD)).isEmpty();
    assertThat(Blacklist.check(List.of(later), FROM_BAD, TYPE, List.of(clock(false)))).hasSize(1);
  }

  @Test
  void an_entry_about_sections_that_a_machine_does_not_have_leaves_it_alone() {
    assertThat(Blacklist.check(List.of(SCOPED), FROM_BAD, TYPE, List.of(new Section("lamp", 0, 1, Bytes.EMPTY))))
        .isEmpty();
  }

  @Test
  void a_vendors_release_inherits_the_entries_of_what_it_is_built_from() {
    Origin vendors = new Origin(ACME, List.of(V1));
    Provenance provenance = Provenance.bornOn(vendors);
    BlacklistEntry fixed = new BlacklistEntry("pvclock-lost", "1.0.x", V1, V1, TYPE, "pvclock", 1, "", false,
        Strictness.SCOPED, List.of(ACME), "lost", "witness", "");

    assertThat(check(SCOPED, provenance)).singleElement().satisfies(refusal -> assertThat(refusal.actual())
        .startsWith("acme/1.0.1 (built from kurki/1.0.0), from which it comes: "));
    assertThat(check(fixed, provenance)).isEmpty();
    assertThat(check(SCOPED, Provenance.bornOn(new Origin(ReleaseId.parse("acme/1.0.0"), List.of())))).isEmpty();
  }

  private static List<Refusal> check(BlacklistEntry entry, Provenance provenance) {
    return Blacklist.check(List.of(entry), provenance, TYPE, VERSIONS);
  }

  private static List<BlacklistEntry> conditional(BlacklistEntry entry, Provenance provenance) {
    return Blacklist.conditional(List.of(entry), provenance, TYPE, VERSIONS);
  }

  private static Section clock(boolean enabled) {
    return new SectionCodec<>(SectionSchema.of(Clock.class)).encode(0, new Clock(enabled));
  }
}
