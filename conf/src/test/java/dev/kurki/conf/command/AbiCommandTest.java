package dev.kurki.conf.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.kurki.conf.abi.LockFile;
import dev.kurki.conf.abi.LockGenerator;
import dev.kurki.conf.admin.Json;
import dev.kurki.conf.golden.GoldenRegister;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.migration.lock.Digest;
import dev.kurki.migration.lock.ReleaseId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What users see of {@code kurki abi}, where {@code kurki/0.1.0} had RAM of {@code virt-0.1} elsewhere than this build. */
class AbiCommandTest {
  private static final int BAD_INPUT = 2;
  private static final ReleaseId SHIPPED = ReleaseId.parse("kurki/0.1.0");
  private static final String WAS = "0x40000000";
  private static final String IS = "0x80000000";

  @TempDir
  private Path folder = Path.of("");

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void ship() throws IOException {
    Path lock = folder.resolve("locks").resolve(LockFile.nameOf(SHIPPED));
    Path golden = GoldenRegister.of(folder, SHIPPED);
    Files.createDirectories(lock.resolveSibling(""));
    Files.createDirectories(golden.resolveSibling(""));
    LockFile.write(lock, LockGenerator.generate(
        ConfigFactory.parseString("kurki.machine-types.\"virt-0.1\".ram-base = \"" + WAS + "\"")
            .withFallback(LaunchConfig.forMachines()),
        SHIPPED, Optional.empty(), ""));
    Files.writeString(golden, "streams = []");
    Files.writeString(folder.resolve("blacklist.conf"), "entries = []");
    write("0.2.0-dev", Digest.of(Files.readAllBytes(lock)));
  }

  @Test
  void dump_prints_the_lock_of_this_build() throws IOException {
    assertThat(abi("dump")).isZero();
    Path dumped = folder.resolve("dumped.conf");
    Files.writeString(dumped, out.toString());

    assertThat(LockFile.read(dumped).release().toString()).startsWith("kurki/0.2.0-dev.");
    JsonNode json = json("dump");
    assertThat(json.at("/parent/version").asText()).isEqualTo("0.1.0");
    assertThat(json.path("machineTypes")).hasSize(LockFile.read(dumped).machineTypes().size());
  }

  @Test
  void diff_says_each_change_with_its_sort_in_words() {
    assertThat(abi("diff", "0.1.0", "build")).isEqualTo(1);

    assertThat(out.toString())
        .contains("D (defaults or derived sizes) virt-0.1: ram-base: " + WAS + " -> " + IS + "\n");
    assertThat(json("diff", "0.1.0", "build")).hasSize((int) out.toString().lines().count());
  }

  @Test
  void diff_says_that_there_is_no_difference() {
    assertThat(abi("diff", "build", "build")).isZero();

    assertThat(out.toString()).isEqualTo("no difference: build and build save and show the same\n");
  }

  @Test
  void diff_with_what_is_no_release_says_what_there_is() {
    assertThat(abi("diff", "0.9.0", "build")).isEqualTo(BAD_INPUT);

    assertThat(err.toString()).isEqualTo(
        "kurki: there is no release \"0.9.0\" and no lock of that name; there are kurki/0.1.0 and build\n");
  }

  @Test
  void check_ends_with_1_and_says_what_is_rejected_how_much_it_is_and_where_to_read_on() {
    assertThat(abi("check")).isEqualTo(1);

    assertThat(out.toString()).startsWith("build kurki/0.2.0-dev.")
        .contains(" on line main, compared with kurki/0.1.0\n")
        .contains("  line main: virt-0.1: ram-base: rejected as FROZEN: from " + WAS + " to " + IS + "; rule: ")
        .contains("\n0 golden streams end as recorded\nREJECTED: ")
        .endsWith("kurki abi explain FROZEN says what stands behind that\n");
    JsonNode json = json("check");
    assertThat(json.path("green").asBoolean()).isFalse();
    assertThat(json.at("/against/version").asText()).isEqualTo("0.1.0");
    assertThat(json.path("verdicts").findValuesAsText("ruling")).contains("FROZEN");
  }

  @Test
  void check_against_a_line_that_is_not_there_says_which_there_are() {
    assertThat(abi("check", "--line", "1.0.x")).isEqualTo(BAD_INPUT);

    assertThat(err.toString()).isEqualTo(
        "kurki: there is no release line 1.0.x; " + folder.resolve("lines.conf") + " has main\n");
  }

  @Test
  void a_policy_that_contradicts_itself_is_one_line_with_file_and_line() throws IOException {
    write("0.2.0-dev", "0".repeat(64));

    for (List<String> command : List.of(List.of("check"), List.of("dump"), List.of("matrix"),
        List.of("diff", "0.1.0", "build"), List.of("lock", "0.2.0"))) {
      assertThat(abi(command.toArray(String[]::new))).isEqualTo(BAD_INPUT);
      assertThat(out.toString()).isEmpty();
      assertThat(err.toString()).hasLineCount(1)
          .startsWith(
              "kurki: " + folder.resolve("lines.conf") + ":3: lines[0].releases[0].digest is not that of the lock");
    }
  }

  @Test
  void matrix_says_the_same_of_a_refused_cell_as_text_as_json_and_as_a_page() throws IOException {
    Path page = folder.resolve("matrix.html");

    assertThat(abi("matrix", "--html", page.toString())).isZero();
    assertThat(out.toString()).isEqualTo("the matrix is in " + page + "\n");
    JsonNode refusal = refusalOf("ram-base", json("matrix"));
    assertThat(abi("matrix")).isZero();

    String html = Files.readString(page);
    assertThat(refusal.path("expected").asText()).isEqualTo(IS);
    assertThat(refusal.path("actual").asText()).isEqualTo(WAS);
    assertThat(out.toString()).contains("ram-base: different machine type: expected " + IS + ", found " + WAS
        + "; way out: " + refusal.path("wayOut").asText());
    assertThat(html).contains("<strong>different machine type</strong> at ram-base</summary><dl><dt>expected</dt><dd>"
        + IS + "</dd><dt>found</dt><dd>" + WAS + "</dd><dt>way out</dt><dd>" + refusal.path("wayOut").asText());
    assertThat(html).doesNotContain("http", "src=", "url(", "@import", "<script");
  }

  @Test
  void the_columns_of_the_matrix_stand_below_their_heads() {
    assertThat(abi("matrix")).isZero();

    List<String> lines = out.toString().lines().toList();
    int column = lines.get(1).indexOf("kurki/0.2.0-dev.");
    assertThat(lines.get(0)).startsWith("machine type virt-0.1: ");
    assertThat(lines.get(2)).startsWith("kurki/0.1.0 ");
    assertThat(lines.get(2).substring(column)).matches("no \\(1-\\d+\\)");
    assertThat(lines.get(3).substring(column)).isEqualTo("yes");
  }

  @Test
  void a_page_whose_folder_is_not_there_is_told() {
    Path page = folder.resolve("none").resolve("matrix.html");

    assertThat(abi("matrix", "--html", page.toString())).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).isEqualTo("kurki: " + page + ": cannot be written: its folder is not there\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SAME_TAG_OTHER_DIGEST", "same-tag-other-digest", "same tag, other digest"})
  void explain_takes_a_rule_by_its_name_and_by_its_words(String rule) {
    assertThat(explain(rule)).isZero();

    assertThat(out.toString()).startsWith("SAME_TAG_OTHER_DIGEST (same tag, other digest): ").contains("Way out: ");
  }

  @Test
  void explain_finds_refusals_and_verdicts_wherever_they_stand_in_what_json_has_been_printed() throws IOException {
    Path printed = folder.resolve("printed.json");

    assertThat(abi("matrix", "--json")).isZero();
    Files.writeString(printed, out.toString());
    assertThat(explain(printed.toString())).isZero();
    assertThat(out.toString()).contains("  different machine type at ram-base\n    expected: " + IS + "\n    found:    "
        + WAS + "\n    way out:  ").contains("\n    why:      DIFFERENT_MACHINE_TYPE (different machine type): ");

    assertThat(abi("check", "--json")).isEqualTo(1);
    Files.writeString(printed, out.toString());
    assertThat(explain(printed.toString())).isZero();
    assertThat(out.toString()).contains("  REJECTED as FROZEN at virt-0.1: ram-base\n    from:     " + WAS
        + "\n    to:       " + IS + "\n    rule:     ").contains("\n    why:      FROZEN: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOPE", "{}", "[]", "{\"rule\":\"FROZEN\"", "{\"ruling\":\"NOPE\"}"})
  void explain_says_in_one_line_what_it_does_not_understand(String refusal) {
    assertThat(explain(refusal)).isEqualTo(BAD_INPUT);

    assertThat(err.toString()).startsWith("kurki: ").hasLineCount(1);
  }

  @Test
  void lock_records_only_what_the_line_builds_and_the_check_allows() throws IOException {
    assertThat(abi("lock", "0.2.0")).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).isEqualTo("kurki: " + folder.resolve("lines.conf") + ": builds of line main call "
        + "themselves 0.2.0-dev, not 0.2.0; set building = \"0.2.0\" there, commit that, and lock again\n");

    write("0.2.0", Digest.of(Files.readAllBytes(folder.resolve("locks").resolve(LockFile.nameOf(SHIPPED)))));
    assertThat(abi("lock", "0.2.0")).isEqualTo(BAD_INPUT);
    assertThat(err.toString())
        .isEqualTo("kurki: this build may not be what line main releases next; see kurki abi check\n");

    assertThat(abi("lock", "next")).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).startsWith("kurki: a release is OWNER/VERSION").hasLineCount(1);
    assertThat(folder.resolve("locks/kurki-0.2.0.conf")).doesNotExist();
  }

  private void write(String building, String digest) throws IOException {
    Files.writeString(folder.resolve("lines.conf"), """
        own = main
        lines = [ { name = main, owner = kurki, kind = development, strictness = strict, machine-types = ["virt-0.1"]
          releases = [ { version = "0.1.0", lock = "kurki-0.1.0.conf", digest = "%s" } ]
          building = "%s", deprecations = [] } ]
        """.formatted(digest, building));
  }

  /** Why no machine of virt-0.1 goes from the release that has shipped to this build, at a path. */
  private static JsonNode refusalOf(String path, JsonNode matrix) {
    for (JsonNode cell : matrix.path("cells")) {
      if (cell.path("machineType").asText().equals("virt-0.1") && cell.at("/from/version").asText().equals("0.1.0")) {
        for (JsonNode refusal : cell.path("refusals")) {
          if (refusal.path("path").asText().equals(path)) {
            return refusal;
          }
        }
      }
    }
    throw new AssertionError("there is no refusal at " + path);
  }

  private JsonNode json(String... arguments) {
    StringWriter text = out;
    int _ = abi(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
    JsonNode json = Json.read(out.toString());
    out = text;
    return json;
  }

  private int abi(String... arguments) {
    return command(Stream.concat(Stream.of(arguments), Stream.of("--folder", folder.toString())));
  }

  private int explain(String refusal) {
    return command(Stream.of("explain", refusal));
  }

  private int command(Stream<String> arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine line = Kurki.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(Stream.concat(Stream.of("abi"), arguments).toArray(String[]::new));
  }
}
