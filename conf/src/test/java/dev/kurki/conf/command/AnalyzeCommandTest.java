package dev.kurki.conf.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.cluster.TwoNodes;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.FrameCodec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Asks for what is in the file of a machine that a node has saved. */
class AnalyzeCommandTest {
  private static final int BROKEN = 1;
  private static final int BAD_INPUT = 2;

  @TempDir
  private static Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void save() {
    try (TwoNodes nodes = TwoNodes.start("64 MiB")) {
      nodes.alpha().launch(TwoNodes.machine("name = crane, memory = 32 MiB, harts = 2"));
      nodes.alpha().save("crane", mapped().toString(), true, Map.of("mapped-ram", "on"));
      nodes.alpha().save("crane", saved().toString(), false);
    }
  }

  @Test
  void a_saved_machine_is_told_section_by_section_and_field_by_field() {
    int status = analyze(saved());

    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString().lines()).contains("machine crane", "  RAM: 32 MiB (33554432 bytes)",
        "    harts = 2", "    memory = \"32 MiB\"", "  base = 2147483648 (0x80000000)", "  x = 32 words",
        "  receiveFifo = 0 bytes", "  lcr = 0");
    assertThat(out.toString()).contains("\n  type: virt").contains(" zero pages, 9 sections")
        .contains("section hart/1, version ")
        .contains("section uart16550/0, version ");
  }

  @Test
  void programs_get_the_same_in_full_as_json() throws IOException {
    assertThat(analyze(saved(), "--json")).isZero();

    JsonNode json = json();
    assertThat(json.path("fileBytes").asLong()).isEqualTo(Files.size(saved()));
    assertThat(json.path("description").path("machineType").asText()).startsWith("virt");
    assertThat(json.path("ram").path("pages").asLong() + json.path("ram").path("zeroPages").asLong()).isEqualTo(8192);
    assertThat(json.path("sections").findValuesAsText("id")).contains("clock", "ram", "uart16550", "hart");
    assertThat(json.at("/sections/2/body/fields/priority").asText()).matches("(00)+");
    assertThat(json.path("end").path("sections").asInt()).isEqualTo(json.path("sections").size());
    assertThat(json.has("broken")).isFalse();
  }

  @Test
  void a_file_with_fixed_page_offsets_is_told_with_the_places_of_its_pages() throws IOException {
    assertThat(analyze(mapped())).isZero();
    assertThat(out.toString().lines()).contains("machine crane", "  RAM: 32 MiB (33554432 bytes)", "  x = 32 words");
    assertThat(out.toString()).containsPattern("\nRAM with fixed page offsets, page i at byte \\d+ \\+ 4096 \\* i: ");
    out.getBuffer().setLength(0);

    assertThat(analyze(mapped(), "--json")).isZero();

    JsonNode json = json();
    assertThat(json.path("mappedRam").path("ramPages").asLong()).isEqualTo(8192);
    assertThat(json.path("ram").path("pages").asLong() + json.path("ram").path("zeroPages").asLong()).isEqualTo(8192);
    assertThat(json.path("fileBytes").asLong())
        .isEqualTo(json.path("mappedRam").path("ramOffset").asLong() + 8192 * 4096);
    assertThat(json.path("sections").findValuesAsText("id")).contains("clock", "ram", "uart16550", "hart");
  }

  @Test
  void a_page_at_a_fixed_offset_that_is_damaged_is_told_by_its_number_and_offset() throws IOException {
    assertThat(analyze(mapped(), "--json")).isZero();
    long ram = json().path("mappedRam").path("ramOffset").asLong();
    byte[] bytes = Files.readAllBytes(mapped());
    bytes[(int) ram + 8] ^= 4;
    Path damaged = Files.write(folder.resolve("damaged.kurki"), bytes);

    assertThat(analyze(damaged)).isEqualTo(BROKEN);

    assertThat(out.toString()).contains("section hart/1, version ");
    assertThat(err.toString()).hasLineCount(1)
        .contains("broken at byte " + ram + ": expected page 0 as it was written");
  }

  @Test
  void a_cut_file_is_told_up_to_the_cut_and_then_the_cut_in_one_line() throws IOException {
    byte[] bytes = Files.readAllBytes(saved());
    Path cut = Files.write(folder.resolve("cut.kurki"), Arrays.copyOf(bytes, bytes.length - 40));

    assertThat(analyze(cut)).isEqualTo(BROKEN);

    assertThat(out.toString()).contains("section hart/0, version ").doesNotContain("section hart/1, version ");
    assertThat(err.toString()).hasLineCount(1).startsWith("kurki: " + cut + ": broken at byte ")
        .contains("expected a section, or the end with").contains("the file ends after");
  }

  @Test
  void a_flipped_bit_is_told_by_the_offset_of_its_frame() throws IOException {
    byte[] bytes = Files.readAllBytes(saved());
    assertThat(analyze(saved(), "--json")).isZero();
    long frame = json().at("/sections/3/offset").asLong();
    bytes[(int) frame + 20] ^= 4;
    Path damaged = Files.write(folder.resolve("damaged.kurki"), bytes);
    out.getBuffer().setLength(0);

    assertThat(analyze(damaged, "--json")).isEqualTo(BROKEN);

    assertThat(json().path("sections")).hasSize(3);
    assertThat(json().path("broken").path("offset").asLong()).isEqualTo(frame);
    assertThat(err.toString()).hasLineCount(1).contains("broken at byte " + frame).contains("checksum");
  }

  @Test
  void what_another_release_says_of_a_machine_is_told_too() throws IOException {
    Path file = header(
        """
            { "machine": "heron", "release": "9.1", "provenance": { "born": "0.1",
              "hops": [ { "release": "0.2", "node": "beta" } ] }, "lock": { "digest": "77aa" },
              "configuration": "{\\"devices\\":[{\\"name\\":\\"uart1\\",\\"sources\\":[1,2]}],\\"append\\":\\"a:b\\"}" }""");

    assertThat(analyze(file)).isEqualTo(BROKEN);

    assertThat(out.toString().lines()).containsSubsequence("machine heron", "  provenance", "    born on: 0.1",
        "    hops: 1", "      release = \"0.2\", node = \"beta\"", "  release = \"9.1\"", "  lock",
        "    digest = \"77aa\"", "  configuration", "    devices = [", "      {", "        name = \"uart1\"",
        "        sources = [1, 2]", "      }", "    ]", "    append = \"a:b\"");
  }

  @Test
  void a_file_cannot_steer_the_terminal() throws IOException {
    Path file = header("{ \"machine\": \"crane\\u001b[2J\\u202e\" }");

    assertThat(analyze(file)).isEqualTo(BROKEN);

    assertThat(out.toString().lines()).contains("machine crane\\u001b[2J\\u202e");
  }

  @Test
  void another_kind_of_file_is_no_stream_from_its_first_byte_on() throws IOException {
    Path text = Files.writeString(folder.resolve("machine.conf"), "machine { name = crane }\n");

    assertThat(analyze(text)).isEqualTo(BROKEN);
    assertThat(err.toString()).hasLineCount(1)
        .contains("broken at byte 0: expected the header of a migration stream; found: ");
  }

  @Test
  void a_file_that_is_not_there_or_no_file_is_told_in_one_line() {
    assertThat(analyze(folder.resolve("heron.kurki"))).isEqualTo(BAD_INPUT);
    assertThat(analyze(folder)).isEqualTo(BAD_INPUT);

    assertThat(err.toString().lines()).containsExactly(
        "kurki: " + folder.resolve("heron.kurki") + ": there is no such file",
        "kurki: " + folder + ": this is no file that a machine was saved to; name one");
  }

  private static Path saved() {
    return folder.resolve("crane.kurki");
  }

  private static Path mapped() {
    return folder.resolve("mapped.kurki");
  }

  private static Path header(String description) throws IOException {
    byte[] cbor = new CBORMapper().writeValueAsBytes(new JsonMapper().readTree(description));
    return Files.write(folder.resolve("header.kurki"),
        FrameCodec.encode(new Header(FrameCodec.FORMAT_VERSION, Bytes.EMPTY, Bytes.of(cbor))).toArray());
  }

  private JsonNode json() throws JsonProcessingException {
    return new JsonMapper().readTree(out.toString());
  }

  private int analyze(Path file, String... options) {
    CommandLine line = Kurki.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] arguments = Arrays.copyOf(new String[]{"analyze", file.toString()}, 2 + options.length);
    System.arraycopy(options, 0, arguments, 2, options.length);
    return line.execute(arguments);
  }
}
