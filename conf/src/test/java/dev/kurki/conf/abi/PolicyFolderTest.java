package dev.kurki.conf.abi;

import static dev.kurki.conf.abi.TestPolicy.line;
import static dev.kurki.conf.abi.TestPolicy.mainLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Deprecation;
import dev.kurki.migration.policy.ReleaseLine;
import dev.kurki.migration.policy.ReleaseLine.Kind;
import dev.kurki.migration.policy.ReleaseLine.Release;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFolderTest {
  private static final ReleaseId FIRST = ReleaseId.parse("kurki/0.1.0");

  private final Path folder;
  private final TestPolicy policy;

  PolicyFolderTest(@TempDir Path folder) {
    this.folder = folder;
    policy = new TestPolicy(folder);
  }

  @Test
  void lines_with_their_releases_and_locks_are_read() {
    String first = policy.release("kurki/0.1.0");
    String second = policy.release("kurki/0.2.0", "kurki/0.1.0");
    String fix = policy.release("kurki/0.1.1", "kurki/0.1.0");
    String vendor = policy.release("acme/1.0.0", "kurki/0.1.1");

    Policy read = policy.lines("main", mainLine(first, second),
        line("0.1.x", "kurki", "stable", "0.1.2", "parent = \"kurki/0.1.0\", releases = [" + fix + "]"),
        line("acme-1.0", "acme", "vendor", "1.0.1",
            "parent = \"kurki/0.1.1\", strictness = scoped, releases = [" + vendor + " { base = \"kurki/0.1.1\" }]"))
        .read();

    assertThat(read.lines().lines()).extracting(ReleaseLine::name).containsExactly("main", "0.1.x", "acme-1.0");
    assertThat(read.lines().lines()).extracting(ReleaseLine::kind).containsExactly(Kind.DEVELOPMENT, Kind.STABLE,
        Kind.VENDOR);
    assertThat(read.lines().releases()).extracting(Release::id).hasToString("[kurki/0.1.0, kurki/0.2.0, kurki/0.1.1, "
        + "acme/1.0.0]");
    assertThat(read.lines().releases()).last().extracting(Release::base)
        .isEqualTo(Optional.of(ReleaseId.parse("kurki/0.1.1")));
    assertThat(read.locks()).extracting(Lock::release)
        .isEqualTo(read.lines().releases().stream().map(Release::id).toList());
  }

  @Test
  void deprecations_are_read_by_the_line_owners_versions() {
    Policy read = policy.lines("main", line("main", "kurki", "development", "0.2.0-dev",
        "deprecations = [{ machine-type = \"virt-0.1\", path = uart16550.divisor, announced = \"0.1.0\" }]")).read();

    assertThat(read.deprecations()).containsExactly(new Deprecation("virt-0.1", "uart16550.divisor", FIRST));
  }

  @Test
  void a_folder_without_lines_is_bad_input() {
    assertRefused(
        "lines.conf: there is no such file; the policy stands in conf/abi of a checkout, --folder names another");
  }

  @Test
  void a_release_whose_lock_is_missing_is_told_at_its_line() throws IOException {
    policy.lines("main", mainLine(policy.release("kurki/0.1.0")));
    Files.delete(policy.path("locks/kurki-0.1.0.conf"));

    assertRefused(
        "lines.conf:3: lines[0].releases[0].lock names the lock of kurki/0.1.0, which is missing: there is no "
            + policy.path("locks/kurki-0.1.0.conf") + "; restore it from the repository's history");
  }

  @Test
  void a_lock_that_was_replaced_by_another_good_one_is_told_by_its_digest() {
    policy.lines("main", mainLine(policy.release("kurki/0.1.0")));
    String _ = policy.release("kurki/0.1.0", "kurki/0.0.9", "ab".repeat(32));

    assertRefused("lines.conf:3: lines[0].releases[0].digest is not that of the lock: "
        + policy.path("locks/kurki-0.1.0.conf") + " has the SHA-256 " + policy.digest("kurki-0.1.0.conf"));
  }

  @Test
  void a_lock_that_was_edited_is_told_at_its_own_line() throws IOException {
    policy.lines("main", mainLine(policy.release("kurki/0.1.0")));
    Path lock = policy.path("locks/kurki-0.1.0.conf");
    Files.writeString(lock, Files.readString(lock).replace("\"hold\"", "\"follow\""));

    assertRefused("locks/kurki-0.1.0.conf:8: the lock was edited: machine type virt-0.1 is not what its digest says");
  }

  @Test
  void a_lock_of_another_release_is_told() {
    String _ = policy.release("kurki/0.1.0");
    policy.lines("main", mainLine(policy.entry(ReleaseId.parse("kurki/0.1.9"), "kurki-0.1.0.conf")));

    assertRefused("lines.conf:3: lines[0].releases[0].lock is that of another release: "
        + policy.path("locks/kurki-0.1.0.conf") + " is of kurki/0.1.0, not of kurki/0.1.9");
  }

  @Test
  void a_lock_that_does_not_follow_the_release_before_it_is_told() {
    policy.lines("main", mainLine(policy.release("kurki/0.1.0"), policy.release("kurki/0.2.0")));

    assertRefused("lines[0].releases[1].lock does not follow the release before it: "
        + policy.path("locks/kurki-0.2.0.conf") + " has as its parent none, not kurki/0.1.0");
  }

  @Test
  void a_lock_made_from_another_lock_of_its_parent_is_told() {
    policy.lines("main", mainLine(policy.release("kurki/0.1.0"),
        policy.release("kurki/0.2.0", "kurki/0.1.0", "ab".repeat(32))));

    assertRefused("lines[0].releases[1].lock was made from another lock of its parent: ");
  }

  @Test
  void two_releases_of_one_id_are_told_at_the_second() {
    String first = policy.release("kurki/0.1.0");
    policy.lines("main", mainLine(first), line("other", "kurki", "stable", "0.1.1", "releases = [" + first + "]"));

    assertRefused(
        "lines.conf:4: lines[1].releases[0].version is of a release that is there already: kurki/0.1.0 of line "
            + "main");
  }

  @Test
  void releases_out_of_order_are_told() {
    policy.lines("main", mainLine(policy.release("kurki/0.10.0"), policy.release("kurki/0.9.0")));

    assertRefused("lines[0].releases[1].version has to be later than kurki/0.10.0, which stands before it");
  }

  @Test
  void two_lines_of_one_name_are_told() {
    policy.lines("main", mainLine(), mainLine());

    assertRefused("lines.conf:4: lines[1].name is that of another line: main");
  }

  @Test
  void an_unknown_parent_is_told() {
    policy.lines("main", mainLine(), line("0.1.x", "kurki", "stable", "0.1.1", "parent = \"kurki/0.1.0\""));

    assertRefused("lines.conf:4: lines[1].parent names no release: kurki/0.1.0; there are none");
  }

  @Test
  void a_parent_on_the_same_line_is_told() {
    String first = policy.release("kurki/0.1.0");
    policy.lines("main",
        line("main", "kurki", "development", "0.2.0", "parent = \"kurki/0.1.0\", releases = [" + first + "]"));

    assertRefused("lines.conf:3: lines[0].parent names a release of the same line: kurki/0.1.0");
  }

  @Test
  void a_base_that_is_unknown_or_of_the_same_owner_is_told() {
    String first = policy.release("kurki/0.1.0");

    policy.lines("main", mainLine(first + " { base = \"acme/1.0\" }"));
    assertRefused("lines[0].releases[0].base names no release: acme/1.0; there are kurki/0.1.0");
    policy.lines("main", mainLine(first + " { base = \"kurki/0.1.0\" }"));
    assertRefused("lines[0].releases[0].base names a release of the same owner: kurki/0.1.0");
  }

  @Test
  void a_line_of_the_build_that_is_not_there_is_told() {
    policy.lines("trunk", mainLine());

    assertRefused("lines.conf:1: own names no line \"trunk\"; there are main");
  }

  @Test
  void an_unknown_machine_type_is_told() {
    policy.lines("main", line("main", "kurki", "development", "0.1.0", "machine-types = [\"virt-0.1\", virt-7]"));

    assertThatThrownBy(policy::read).isInstanceOf(BadInput.class).message()
        .contains("lines.conf:3: lines[0].machine-types has the unknown machine type \"virt-7\"; there are virt-0.1");
  }

  @Test
  void what_is_not_of_its_form_is_told() {
    policy.lines("main", line("main", "Kurki", "development", "0.1.0", ""));
    assertRefused("lines.conf:3: lines[0].building is no version: a release is OWNER/VERSION");
    policy.lines("main", line("main", "kurki", "wild", "0.1.0", ""));
    assertRefused("lines.conf:3: lines[0].kind has to be one of [development, stable, vendor], not \"wild\"");
    policy.lines("main", line("main", "kurki", "stable", "0.1.0", "lines = 1"));
    assertRefused("lines.conf:3: unknown key \"lines[0].lines\"");
    policy.lines("main", "{ name = main }");
    assertRefused("lines.conf:3: the key \"lines[0].building\" is missing");
    policy.lines("main", mainLine("{ version = \"0.1.0\", lock = \"../0.1.0\", digest = aa }"));
    assertRefused("lines.conf:3: lines[0].releases[0].lock has to be the name of a file in the folder locks");
    policy.lines("main", mainLine("{ version = \"0.1.0\", lock = x, digest = aa }"));
    assertRefused("lines.conf:3: lines[0].releases[0].digest has to be the SHA-256 of the lock's file");
    policy.write("lines.conf", "own = main\nlines = [");
    assertRefused("lines.conf:2: ");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String message) {
    return assertThatThrownBy(policy::read).isInstanceOf(BadInput.class).hasMessageStartingWith(folder.toString())
        .hasMessageContaining(message).satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }
}
