package dev.kurki.abitestkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.kurki.conf.input.BadInput;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a folder of the policy is told in one line, with file and line. */
class BadPolicyTest {
  private static final int PLACES = 48;

  @TempDir
  private Path folder = Path.of("");

  private PolicyCopy copy = new PolicyCopy(folder);

  @BeforeEach
  void copy_the_policy() {
    copy = PolicyCopy.in(folder);
  }

  @Test
  void a_copy_that_is_not_damaged_is_taken() {
    copy.rules().expectAllowed();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "\"harts.max\" = \"64\"|\"harts.max\" = \"128\"",
      "# What kurki/0.1.0 saves|# What kurki/0.1.0 writes",
      "commit = \"9f1c872e|commit = \"9f1c872f",
      "stream-format = 1|stream-format = 2",
      "#address-cells = <0x2>|#address-cells = <0x1>"})
  void a_lock_that_was_edited_by_hand(String from, String to) {
    copy.edit(PolicyCopy.LOCK, from, to);

    assertRefused(copy.rules()::expectAllowed, "(locks/kurki-0\\.1\\.0|lines)\\.conf").contains("edited");
  }

  @Test
  void a_lock_that_is_missing() {
    copy.remove(PolicyCopy.LOCK);

    assertRefused(copy.rules()::expectAllowed, "lines\\.conf")
        .contains("names the lock of kurki/0.1.0, which is missing")
        .startsWith(
            folder.resolve(PolicyCopy.LINES) + ":" + copy.lineOf(PolicyCopy.LINES, "version = \"0.1.0\"") + ": ");
  }

  static Stream<Integer> places() {
    return IntStream.range(0, PLACES).boxed();
  }

  @ParameterizedTest
  @MethodSource("places")
  void a_golden_stream_with_one_flipped_bit(int place) {
    String stream = PolicyCopy.GOLDEN + "virt-0.1-embedded.kurki";
    int last = copy.length(stream) - 1;
    copy.flip(stream, (int) ((long) last * place / (PLACES - 1)), place % Byte.SIZE);

    assertRefused(copy.rules()::expectGoldenStreams, "golden\\.conf").contains("is not the one that was recorded")
        .containsPattern("; broken at byte \\d+: expected ");
  }

  @ParameterizedTest
  @CsvSource({"file, 1, 0", "file, 3, 5", "file, 9, 7", "sha256, 1, 0", "sha256, 30, 3", "sha256, 64, 6",
      "machine-type, 1, 1", "machine-type, 6, 2", "machine-type, 8, 0", "end-status, 0, 0", "end-digest, 1, 0",
      "end-ram-digest, 64, 1"})
  void a_register_with_one_flipped_bit(String key, int place, int bit) {
    copy.flipValue(PolicyCopy.REGISTER, key, place, bit);

    assertRefused(copy.rules()::expectGoldenStreams, "golden\\.conf");
  }

  @Test
  void a_golden_stream_that_is_missing() {
    copy.remove(PolicyCopy.GOLDEN + "virt-0.1-embedded.kurki");

    assertRefused(copy.rules()::expectGoldenStreams, "golden\\.conf").contains("is missing");
  }

  @Test
  void a_register_that_is_missing() {
    copy.remove(PolicyCopy.REGISTER);

    assertThatThrownBy(copy.rules()::expectGoldenStreams).isInstanceOf(BadInput.class).message().doesNotContain("\n")
        .endsWith("golden.conf: there is no such file");
  }

  @Test
  void a_ban_without_evidence() {
    copy.edit(PolicyCopy.BLACKLIST, "entries = []", """
        entries = [
          { id = lost-clock, line = main, from = "kurki/0.1.0", to = "kurki/0.1.0", lasting = true
            reason = "the clock is lost", way-out = "power the machine on anew" }
        ]
        """);

    assertRefused(copy.rules()::expectAllowed, "blacklist\\.conf").contains("\"lost-clock\" has no evidence")
        .startsWith(folder.resolve(PolicyCopy.BLACKLIST) + ":" + copy.lineOf(PolicyCopy.BLACKLIST, "{ id =") + ": ");
  }

  @Test
  void a_ban_whose_evidence_is_missing() {
    copy.edit(PolicyCopy.BLACKLIST, "entries = []", """
        entries = [
          { id = lost-clock, line = main, from = "kurki/0.1.0", to = "kurki/0.1.0", lasting = true
            reason = "the clock is lost", way-out = "power the machine on anew", evidence = "lost-clock.conf" }
        ]
        """);

    assertRefused(copy.rules()::expectAllowed, "blacklist\\.conf").contains("names a witness that is missing");
  }

  @Test
  void a_machine_type_that_nobody_knows() {
    copy.edit(PolicyCopy.LINES, "machine-types = [\"virt-0.1\"", "machine-types = [\"virt-0.7\"");

    assertRefused(copy.rules()::expectAllowed, "lines\\.conf").contains("the unknown machine type \"virt-0.7\"")
        .startsWith(folder.resolve(PolicyCopy.LINES) + ":" + copy.lineOf(PolicyCopy.LINES, "virt-0.7") + ": ");
  }

  @Test
  void a_line_that_nobody_knows() {
    assertThatThrownBy(() -> copy.rules().expectAllowed("0.0.x")).isInstanceOf(BadInput.class).message()
        .doesNotContain("\n")
        .contains("there is no release line 0.0.x", "lines.conf has main");
  }

  @Test
  void a_change_that_is_not_allowed_is_told_with_what_would_be() {
    copy.shipAlone("kurki.machine-types.\"virt-0.1\".ram-base = \"0x40000000\"");

    assertThatThrownBy(copy.rules()::expectAllowed).isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("kurki/0.2.0-dev.").hasMessageContaining(" may not be what line main releases next:\n")
        .hasMessageContaining("\nline main: virt-0.1: ram-base: rejected as FROZEN: from 0x40000000 to 0x80000000;")
        .hasMessageContaining("; instead: keep it as it is in virt-0.1");
  }

  /** One line that begins with the file, in the folder, and the line. */
  private AbstractStringAssert<?> assertRefused(ThrowingCallable check, String file) {
    BadInput refused = catchThrowableOfType(BadInput.class, check);
    return assertThat(refused.line()).doesNotContain("\n").startsWith(folder.toString())
        .containsPattern("^\\S*/" + file + ":\\d+: ");
  }
}
