package dev.kurki.conf.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import dev.kurki.conf.abi.AbiCheck.Report;
import dev.kurki.conf.policy.pvclock.Build;
import dev.kurki.migration.policy.Change.Kind;
import dev.kurki.migration.policy.Verdict;
import dev.kurki.migration.policy.Verdict.Ruling;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases of the thread that the policy comes from, each checked as a build would be. */
class PolicyCasesTest {
  private static final String WITNESS = "clock.conf";
  /** The frozen type keeps the subsection off; the next one has it. */
  private static final String OFF_AND_ON = """
      "test-1.0" { sections { pvclock { off = [ registers ] } } }
      "test-1.1" = ${board}
      """;

  @TempDir
  private Path folder = Path.of("");

  @AfterEach
  void backToWhatShipped() {
    Build.SHIPPED.checkOut();
  }

  @Test
  void case_1_saved_registers_are_a_feature_on_a_stable_line_and_wait_for_the_next_release() {
    PolicyBench bench = new PolicyBench(folder);

    Report report = bench.check(Build.WITH_SUBSECTION, "1.0.x", "");

    assertThat(report.isGreen()).isFalse();
    Verdict verdict = rejected(report).getFirst();
    assertThat(verdict.ruling()).isEqualTo(Ruling.FEATURE);
    assertThat(verdict.change().kind()).isEqualTo(Kind.W);
    assertThat(verdict.sentence()).contains("test-1.0").contains("pvclock.registers")
        .contains("FEATURE: deferred to the next release");
  }

  @Test
  void case_1_on_the_development_line_they_are_a_subsection_off_for_the_frozen_type_and_on_for_the_next() {
    PolicyBench bench = new PolicyBench(folder);

    Report report = bench.check(Build.WITH_SUBSECTION, "main", OFF_AND_ON);

    assertThat(report.isGreen()).as(report.toString()).isTrue();
    assertThat(report.verdicts()).extracting(verdict -> verdict.change().machineType()).containsOnly("test-1.1");
  }

  @Test
  void case_1_on_the_development_line_they_may_not_be_on_for_the_frozen_type() {
    PolicyBench bench = new PolicyBench(folder);

    Report report = bench.check(Build.WITH_SUBSECTION, "main", "");

    assertThat(rejected(report)).extracting(Verdict::ruling).containsOnly(Ruling.FROZEN);
    assertThat(rejected(report).getFirst().instead()).contains("only behind a subsection");
  }

  @Test
  void case_1_declared_broken_with_a_witness_they_are_accepted_and_the_old_version_is_banned() {
    PolicyBench bench = new PolicyBench(folder);
    bench.record(WITNESS);
    bench.ban(WITNESS);

    Report report = bench.check(Build.WITH_FIELD, "1.0.x", "");

    assertThat(report.isGreen()).as(report.toString()).isTrue();
    assertThat(report.verdicts()).extracting(Verdict::ruling).contains(Ruling.BROKEN);
  }

  @Test
  void case_1_declared_broken_with_a_witness_that_shows_nothing_they_are_a_feature() {
    PolicyBench bench = new PolicyBench(folder);
    bench.recordSound(WITNESS);
    bench.ban(WITNESS);

    Report report = bench.check(Build.WITH_FIELD, "1.0.x", "");

    assertThat(rejected(report)).extracting(Verdict::ruling).contains(Ruling.NO_WITNESS);
    assertThat(rejected(report).getFirst().sentence())
        .contains("BROKEN needs a blacklist entry in the same change and a witness")
        .contains("deferred to the next release");
  }

  @Test
  void case_2_state_that_cannot_be_is_repaired_on_load_and_what_is_written_stays_byte_for_byte() {
    PolicyBench bench = new PolicyBench(folder);
    bench.ship(Build.WITH_FIELD, "1.1.0", "");

    Report report = bench.check(Build.REPAIRING, "main", "");

    assertThat(report.isGreen()).as(report.toString()).isTrue();
    assertThat(report.verdicts()).extracting(Verdict::ruling).containsExactly(Ruling.BENIGN);
    assertThat(report.verdicts().getFirst().change().path()).isEqualTo("pvclock");
  }

  @Test
  void case_3_a_vendor_takes_the_feature_over_by_upstreams_tag() {
    PolicyBench bench = new PolicyBench(folder);
    bench.ship(Build.WITH_SUBSECTION, "1.1.0", OFF_AND_ON);

    Report report = bench.check(Build.WITH_SUBSECTION, "acme", "");

    assertThat(report.isGreen()).as(report.toString()).isTrue();
    assertThat(report.verdicts()).extracting(Verdict::ruling).contains(Ruling.BACKPORT);
  }

  @Test
  void case_3_a_vendor_does_not_count_upstreams_versions_on_by_itself() {
    PolicyBench bench = new PolicyBench(folder);
    bench.ship(Build.WITH_SUBSECTION, "1.1.0", OFF_AND_ON);

    Report report = bench.check(Build.WITH_FIELD, "acme", "");

    assertThat(rejected(report)).extracting(Verdict::ruling).contains(Ruling.TWO_OWNERS);
    assertThat(rejected(report).getFirst().sentence()).contains("versions of two owners are never compared");
  }

  private static List<Verdict> rejected(Report report) {
    return report.verdicts().stream().filter(verdict -> !verdict.isAllowed()).toList();
  }
}
