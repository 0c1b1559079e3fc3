package dev.kurki.conf.abi;

import static dev.kurki.conf.abi.TestPolicy.BUILD;
import static dev.kurki.conf.abi.TestPolicy.CONFIG;
import static dev.kurki.conf.abi.TestPolicy.line;
import static dev.kurki.conf.abi.TestPolicy.mainLine;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.kurki.actors.section.SectionDescription;
import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.lock.LockText;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of the policy that nobody has written so on purpose, and locks of two owners that contradict one another. */
class BrokenPolicyTest {
  private static final String LOCK = "locks/kurki-0.1.0.conf";

  private final Path folder;
  private final TestPolicy policy;

  BrokenPolicyTest(@TempDir Path folder) {
    this.folder = folder.resolve("abi");
    policy = new TestPolicy(this.folder);
    policy.lines("main", mainLine(policy.release("kurki/0.1.0")));
  }

  @ParameterizedTest
  @CsvSource({"lines.conf", "blacklist.conf", LOCK})
  void a_brace_that_is_not_closed_is_told_with_its_line(String file) {
    policy.write(file, "own = main\n\nlines {");

    assertRefused(policy::read, file + ":3: ", "");
  }

  @ParameterizedTest
  @CsvSource({"lines.conf", "blacklist.conf", LOCK})
  void a_file_that_is_a_folder_is_told(String file) throws IOException {
    Files.delete(policy.path(file));
    Files.createDirectory(policy.path(file));

    assertRefused(policy::read, file + ": this is a folder, and has to be a file", "");
  }

  @ParameterizedTest
  @CsvSource({"lines.conf", "blacklist.conf", LOCK})
  void a_file_that_is_not_utf_8_is_told_with_line_and_byte(String file) throws IOException {
    Files.write(policy.path(file), "# a\n# b\n# \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertRefused(policy::read, file + ":3: this is no text in UTF-8, from byte 10 of the file on", "");
  }

  @ParameterizedTest
  @CsvSource({"lines.conf", "blacklist.conf", LOCK})
  void a_file_that_is_empty_is_told(String file) {
    policy.write(file, "\n");

    assertRefused(policy::read, file + ":1: the file is empty; restore it from the repository's history", "");
  }

  @ParameterizedTest
  @CsvSource({"lines.conf", "blacklist.conf", LOCK})
  void a_file_of_20_mb_is_not_read(String file) {
    policy.write(file, "#".repeat(20_000_000));

    assertRefused(policy::read, file + ": the file has 20000000 bytes, and none of the policy has more than 8388608",
        "");
  }

  @Test
  void what_is_wrong_with_a_lock_is_told_with_the_line_that_registers_it() {
    policy.write(LOCK, "release = ");

    assertRefused(policy::read, LOCK + ":1: ",
        "; it is the lock of kurki/0.1.0, registered at " + policy.path("lines.conf") + ":3");
  }

  @Test
  void a_key_that_is_given_twice_is_told_with_both_lines() {
    policy.write("lines.conf", """
        own = main
        lines = [ { name = main, owner = kurki, kind = development, strictness = strict, machine-types = []
          building = "0.1.0" # building = "0.2.0"
          releases = [], deprecations = []
          "building" = "0.3.0"
          building = "0.4.0" } ]
        """);

    assertRefused(policy::read, "lines.conf:6: the key building is here a second time, after line 3", "");
  }

  @Test
  void keys_that_are_alike_in_two_objects_in_comments_and_in_texts_are_none_twice() {
    RepeatedKeys.check("""
        a = [ { b = 1, c = "b = 2, b = 3" }, { b = 1 } ], list += 1
        list += 2 // a = 2
        d { b = 1 }, e = ${d} { b = 2 }
        f = \"""
          a = 1
        \"""
        g =
          x
        h = { i = { b = 1 }, b = 2 }
        """, "here");
  }

  @Test
  void a_lock_outside_of_its_folder_is_told() {
    policy.lines("main", mainLine(
        "{ version = \"0.1.0\", lock = \"../locks/kurki-0.1.0.conf\", digest = \"" + "0".repeat(64) + "\" }"));

    assertRefused(policy::read, "lines.conf:3: lines[0].releases[0].lock has to be the name of a file in the folder "
        + "locks, not \"../locks/kurki-0.1.0.conf\"", "");
  }

  @Test
  void two_owners_shapes_under_one_tag_are_told_with_the_line_of_each() throws IOException {
    LockedSection plic = BUILD.machineTypes().getFirst().section("plic").orElseThrow();
    SectionDescription is = plic.description();
    LockedSection forged = new LockedSection(new SectionDescription(is.id(), is.owner(), is.version(),
        is.minimumVersion(), is.unmigratable(), is.fields().subList(1, is.fields().size()), is.subsections()),
        plic.behaviour());
    List<MachineTypeLock> types = BUILD.machineTypes().stream().map(type -> with(type, forged)).toList();
    String upstream = mainLine(policy.entry(BUILD.release(), "kurki-0.1.0.conf"));
    String vendor = line("acme-1.0", "acme", "vendor", "1.0.1",
        "parent = \"kurki/0.1.0\", releases = [" + policy.release("acme/1.0.0", "kurki/0.1.0", types) + "]");
    String owners = policy.path(LOCK) + ":" + lineOf(LOCK, "      \"plic\" {");
    String forger = policy.path("locks/acme-1.0.0.conf") + ":" + lineOf("locks/acme-1.0.0.conf", "      \"plic\" {");

    for (String[] lines : List.of(new String[]{upstream, vendor}, new String[]{vendor, upstream})) {
      policy.lines("main", lines);

      assertThatThrownBy(policy::read).isInstanceOf(BadInput.class).message().doesNotContain("\n")
          .startsWith(forger + ": plic: same tag, other digest: expected kurki/plic@" + is.version() + " with digest ")
          .contains(" as in kurki/0.1.0 (" + owners + "), found kurki/plic@" + is.version() + " with digest ")
          .contains(" in acme/1.0.0; way out: give the section of acme/1.0.0 the shape that the tag has");
    }
  }

  @Test
  void a_node_whose_build_carries_a_broken_policy_along_is_told_by_the_builds_own_files() throws IOException {
    policy.blacklist("{ id = registers, line = main, from = \"kurki/0.1.0\", to = \"kurki/0.1.0\", lasting = true, "
        + "reason = \"They are lost.\", way-out = \"Boot anew.\" }");
    URL build = folder.resolveSibling("").toUri().toURL();

    try (URLClassLoader loader = new URLClassLoader(new URL[]{build}, null)) {
      assertThatThrownBy(() -> PolicyFolder.of(loader).read(CONFIG)).isInstanceOf(BadInput.class)
          .hasMessageStartingWith(
              "this build's abi/blacklist.conf:2: the blacklist's entry \"registers\" has no evidence");
      policy.blacklist();
      Files.delete(policy.path(LOCK));
      assertThatThrownBy(() -> PolicyFolder.of(loader).read(CONFIG)).isInstanceOf(BadInput.class)
          .hasMessageStartingWith(
              "this build's abi/lines.conf:3: lines[0].releases[0].lock names the lock of kurki/0.1.0");
      policy.write(LOCK, LockText.of(BUILD).getFirst());
      assertThatThrownBy(() -> PolicyFolder.of(loader).read(CONFIG)).isInstanceOf(BadInput.class)
          .hasMessageStartingWith("this build's abi/" + LOCK + ":1: ")
          .hasMessageEndingWith("; it is the lock of kurki/0.1.0, registered at this build's abi/lines.conf:3");
    }
  }

  private static MachineTypeLock with(MachineTypeLock type, LockedSection section) {
    return new MachineTypeLock(type.name(), type.properties(), type.blocks(), type.deviceTree(), type.components(),
        type.sections().stream()
            .map(old -> old.description().id().equals(section.description().id()) ? section : old).toList());
  }

  private int lineOf(String file, String line) throws IOException {
    return Files.readAllLines(policy.path(file)).indexOf(line) + 1;
  }

  private void assertRefused(ThrowingCallable read, String begin, String end) {
    assertThatThrownBy(read).isInstanceOf(BadInput.class).message().doesNotContain("\n")
        .startsWith(folder.resolve(begin.substring(0, begin.indexOf(':'))) + begin.substring(begin.indexOf(':')))
        .endsWith(end);
  }
}
