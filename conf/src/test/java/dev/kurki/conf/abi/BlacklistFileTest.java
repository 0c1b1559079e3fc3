package dev.kurki.conf.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;

import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.policy.ReleaseLine.Strictness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlacklistFileTest {
  private static final String ENTRY = "{ id = registers, line = main, from = \"kurki/0.1.0\", to = \"kurki/0.1.2\", "
      + "lasting = true, reason = \"They are lost.\", evidence = registers.kurki, way-out = \"Boot anew.\" } ";

  private final TestPolicy policy;

  BlacklistFileTest(@TempDir Path folder) {
    policy = new TestPolicy(folder).lines("main", TestPolicy.mainLine() + " { strictness = scoped }")
        .write("witness/registers.kurki", "a state");
  }

  @Test
  void an_entry_that_names_no_scope_is_about_all_that_the_releases_write() {
    assertThat(policy.blacklist(ENTRY).read().blacklist()).containsExactly(new BlacklistEntry("registers", "main",
        ReleaseId.parse("kurki/0.1.0"), ReleaseId.parse("kurki/0.1.2"), "*", "*", 0, "", true, Strictness.SCOPED,
        List.of(), "They are lost.", "registers.kurki", "Boot anew."));
  }

  @Test
  void an_entry_has_the_scope_that_it_names() {
    BlacklistEntry entry = policy.blacklist(ENTRY + "{ machine-type = \"virt-0.1\", section = pvclock, version = 2, "
        + "predicate = \"fields.enabled = true\", lasting = false, fixed-in = [\"acme/1.0.1\"] }").read().blacklist()
        .getFirst();

    assertThat(entry.machineType()).isEqualTo("virt-0.1");
    assertThat(entry.section()).isEqualTo("pvclock");
    assertThat(entry.version()).isEqualTo(2);
    assertThat(entry.predicate()).isEqualTo("fields.enabled = true");
    assertThat(entry.lasting()).isFalse();
    assertThat(entry.fixedIn()).containsExactly(ReleaseId.parse("acme/1.0.1"));
  }

  @Test
  void an_entry_without_evidence_is_refused() {
    policy.blacklist("", ENTRY.replace("evidence = registers.kurki,", ""));

    assertThatThrownBy(policy::read).isInstanceOf(BadInput.class).hasMessage(policy.path("blacklist.conf")
        + ":3: the blacklist's entry \"registers\" has no evidence; name a state in the folder witness whose run goes astray");
  }

  @Test
  void an_entry_whose_witness_is_missing_is_refused() {
    policy.blacklist(ENTRY + "{ evidence = other.kurki }");

    assertThatThrownBy(policy::read).isInstanceOf(BadInput.class).hasMessage(policy.path("blacklist.conf")
        + ":2: entries[0].evidence names a witness that is missing: there is no "
        + policy.path("witness/other.kurki"));
  }

  @Test
  void two_entries_of_one_id_are_refused() {
    policy.blacklist(ENTRY, ENTRY);

    assertThatThrownBy(policy::read).isInstanceOf(BadInput.class)
        .hasMessage(policy.path("blacklist.conf") + ":3: entries[1].id is that of another entry: registers");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      evidence = ""                | has no evidence
      evidence = "../lines.conf"   | evidence has to be the name of a file in the folder witness
      line = trunk                 | line names no line "trunk"
      from = "0.1.0"               | from is no release
      from = "acme/0.1.0"          | from has to be a release of kurki, who owns line main, not acme/0.1.0
      to = "kurki/0.0.9"           | to has to be kurki/0.1.0 or a later release, not kurki/0.0.9
      predicate = "enabled or so"  | predicate cannot be read: expected
      version = -1                 | version has to be 0 to
      lasting = 7                  | lasting is of the wrong kind
      fixed-in = [acme]            | fixed-in has to hold releases
      strictness = strict          | unknown key "entries[0].strictness"
      """)
  void an_entry_that_is_not_of_its_form_is_refused_at_its_line(String more, String message) {
    policy.blacklist(ENTRY + "{ " + more + " }");

    assertThatThrownBy(policy::read).isInstanceOf(BadInput.class)
        .hasMessageStartingWith(policy.path("blacklist.conf") + ":2: ").hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"id", "line", "from", "to", "lasting", "reason", "way-out"})
  void an_entry_says_what_has_no_default(String key) {
    policy.blacklist(ENTRY + "{ " + key + " = null }");

    assertThatThrownBy(policy::read).isInstanceOf(BadInput.class)
        .hasMessageStartingWith(policy.path("blacklist.conf") + ":2: ").hasMessageContaining(key);
  }
}
