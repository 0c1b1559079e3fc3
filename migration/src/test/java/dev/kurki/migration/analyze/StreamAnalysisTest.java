package dev.kurki.migration.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.analyze.StreamReport.Break;
import dev.kurki.migration.analyze.StreamReport.EndReport;
import dev.kurki.migration.analyze.StreamReport.SectionReport;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.FrameCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class StreamAnalysisTest {
  private static final int RAM_PAGES = 16;
  private static final Map<String, Object> DESCRIPTION = Map.of("machine", "crane", "ramBytes",
      RAM_PAGES * GuestMemory.PAGE_BYTES, "release", "9.1");
  private static final byte UNKNOWN = 77;
  private static final Section LAMP = section("lamp",
      Map.of("fields", Map.of("lit", true, "colour", 7), "subsections", Map.of()));
  private static final Section HART = section("hart",
      Map.of("fields", Map.of("x", new long[]{0, -1}, "fifo", new byte[]{1, 2}), "subsections",
          Map.of("float", Map.of("version", 3, "fields", Map.of("fcsr", 1)))));

  @Test
  void a_whole_stream_is_described_from_header_to_end() {
    StreamReport report = analyze(header(1), new Round(1, 3), page(3), page(4), new ZeroPages(Longs.of(6, 2)),
        new Round(2, 1), page(3), new SectionFrame(LAMP), new SectionFrame(HART), new End(3, 2, 2));

    assertThat(report.broken()).isEmpty();
    assertThat(report.header().orElseThrow().description().orElseThrow().tree().path("release").asText())
        .isEqualTo("9.1");
    assertThat(report.ram().pages()).isEqualTo(3);
    assertThat(report.ram().distinctPages()).isEqualTo(2);
    assertThat(report.ram().zeroPages()).isEqualTo(2);
    assertThat(report.ram().rounds()).extracting(RamReport.Round::dirtyPages).containsExactly(3L, 1L);
    assertThat(report.ram().rounds()).extracting(RamReport.Round::pages).containsExactly(2L, 1L);
    assertThat(report.sections()).extracting(SectionReport::name).containsExactly("lamp/0", "hart/0");
    assertThat(report.end().map(EndReport::sections)).contains(2);
  }

  @Test
  void a_sections_fields_are_read_without_its_components_code() {
    StreamReport report = analyze(whole());

    SectionReport hart = report.sections().getLast();
    assertThat(hart.version()).isEqualTo(2);
    assertThat(hart.body().tree().path("fields").path("x").path(1).asLong()).isEqualTo(-1);
    assertThat(hart.body().tree().path("fields").path("fifo").isBinary()).isTrue();
    assertThat(hart.body().tree().at("/subsections/float/version").asInt()).isEqualTo(3);
    assertThat(hart.body().length()).isEqualTo(HART.body().length());
  }

  @Test
  void whichever_byte_is_flipped_the_break_is_at_the_frame_that_holds_it() {
    byte[] bytes = bytes(whole());
    List<Long> starts = starts(whole());
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) (1 << (i & 7));

      StreamReport report = analyze(damaged);

      assertThat(report.broken().map(Break::offset)).as("byte %d", i).contains(frameOf(i, starts));
    }
  }

  @Test
  void wherever_a_stream_is_cut_the_break_is_at_the_frame_that_is_missing_bytes() {
    byte[] bytes = bytes(whole());
    List<Long> starts = starts(whole());
    for (int length = 0; length < bytes.length; length++) {
      StreamReport report = analyze(Arrays.copyOf(bytes, length));

      assertThat(report.broken().map(Break::offset)).as("length %d", length).contains(frameOf(length, starts));
      assertThat(report.fileBytes()).isEqualTo(length);
      assertThat(report.sections()).hasSize(length < starts.get(7) ? 0 : length < starts.get(8) ? 1 : 2);
    }
  }

  @Test
  void a_length_that_the_file_does_not_have_takes_no_memory() {
    ByteBuffer longest = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(FrameCodec.MAX_FRAME_BYTES);
    ByteBuffer negative = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(-1);
    for (int i = 0; i < 10_000; i++) {
      assertThat(broken(analyze(longest.array())).found()).contains("the file ends after 4 of the 8388608 bytes");
      assertThat(broken(analyze(negative.array())).found()).contains("a length of 4294967295 bytes");
    }
  }

  @Test
  void bytes_after_the_end_are_told_with_their_number() {
    byte[] bytes = bytes(whole());

    Break broken = broken(analyze(Arrays.copyOf(bytes, bytes.length + 5)));

    assertThat(broken.offset()).isEqualTo(bytes.length);
    assertThat(broken.sentence())
        .isEqualTo(
            "broken at byte " + bytes.length + ": expected nothing more; found: 5 bytes after the end of the stream");
  }

  @Test
  void a_frame_out_of_order_is_told_with_what_might_have_come() {
    Break broken = broken(analyze(header(1), new Round(1, 1), new Round(3, 1)));

    assertThat(broken.expected()).isEqualTo("pages of round 1, round 2 or a section");
    assertThat(broken.found()).isEqualTo("round 3 after round 1");
  }

  @Test
  void a_page_outside_of_the_described_ram_is_a_break() {
    assertThat(broken(analyze(header(1), new Round(1, 1), page(RAM_PAGES))).found())
        .isEqualTo("page 16 of a RAM of 16 pages");
  }

  @Test
  void totals_that_do_not_add_up_are_a_break() {
    Break broken = broken(analyze(header(1), new Round(1, 1), page(0), new SectionFrame(LAMP), new End(2, 0, 1)));

    assertThat(broken.found()).isEqualTo(
        "an end with 2 pages, 0 zero pages and 1 sections after 1 pages, 0 zero pages and 1 sections");
  }

  @Test
  void a_body_that_is_no_map_is_a_break_and_what_came_before_it_is_told() {
    for (Bytes body : List.of(Bytes.EMPTY, Bytes.of((byte) 0xff), cbor(7), cbor(List.of()),
        Bytes.of((byte) 0xa0, (byte) 0x00), Bytes.of((byte) 0xa2, (byte) 0x61, (byte) 'a', (byte) 1, (byte) 0x61,
            (byte) 'a', (byte) 2))) {
      StreamReport report = analyze(header(1), new Round(1, 0), new SectionFrame(LAMP),
          new SectionFrame(new Section("hart", 1, 2, body)), new End(0, 0, 2));

      assertThat(broken(report).found()).startsWith("the body of section hart/1 is no");
      assertThat(report.sections()).extracting(SectionReport::name).containsExactly("lamp/0");
    }
  }

  @Test
  void a_body_that_would_fill_memory_as_a_tree_is_a_break() {
    byte[] emptyLists = new byte[FrameCodec.MAX_FRAME_BYTES - 100];
    Arrays.fill(emptyLists, (byte) 0x80);
    ByteBuffer.wrap(emptyLists).put((byte) 0xbf).put((byte) 0x61).put((byte) 'a').put((byte) 0x9f);
    byte[] nested = emptyLists.clone();
    Arrays.fill(nested, 4, nested.length, (byte) 0x81);

    assertThat(broken(analyze(header(1), new Round(1, 0), body(emptyLists))).found())
        .contains("more than 2097152 values");
    assertThat(broken(analyze(header(1), new Round(1, 0), body(nested))).found()).contains("depth");
  }

  @Test
  void a_description_that_is_no_map_is_a_break_and_the_format_is_told() {
    StreamReport report = analyze(new Header(1, Bytes.utf8("secret"), Bytes.utf8("crane")));

    assertThat(broken(report).offset()).isZero();
    assertThat(report.header().orElseThrow().tokenBytes()).isEqualTo(6);
    assertThat(report.header().orElseThrow().description()).isEmpty();
  }

  @Test
  void of_a_newer_format_is_told_what_can_be_read() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(bytes(header(FrameCodec.FORMAT_VERSION + 1), new Round(1, 1)));
    stream.writeBytes(frame(UNKNOWN, new byte[3]));
    stream.writeBytes(bytes(page(1), new SectionFrame(LAMP), new End(1, 0, 1)));

    StreamReport report = analyze(stream.toByteArray());

    assertThat(report.broken()).isEmpty();
    assertThat(report.header().orElseThrow().isNewer()).isTrue();
    assertThat(report.unreadFrames()).containsExactly(Map.entry(77, 1L));
    assertThat(report.sections()).hasSize(1);
  }

  @Test
  void in_this_format_an_unknown_kind_is_a_break() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(bytes(header(1)));
    stream.writeBytes(frame(UNKNOWN, new byte[3]));

    assertThat(broken(analyze(stream.toByteArray())).found()).contains("unknown kind, 77");
  }

  @Property
  void whatever_a_frame_with_the_right_checksum_holds_the_description_ends_with_a_break(@ForAll byte kind,
      @ForAll @Size(max = 200) byte[] payload, @ForAll @IntRange(min = 1, max = 2) int formatVersion) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(bytes(header(formatVersion), new Round(1, 1)));
    stream.writeBytes(frame((byte) (kind & 7), payload));

    assertThat(analyze(stream.toByteArray()).broken()).isPresent();
  }

  @Property
  void a_body_of_any_bytes_is_a_map_or_a_break(@ForAll @Size(min = 1, max = 200) byte[] body) {
    body[0] = (byte) (body[0] & 0x1f | 0xa0); // a map

    StreamReport report = analyze(header(1), new Round(1, 0),
        new SectionFrame(new Section("any", 0, 1, Bytes.of(body))),
        new End(0, 0, 1));

    assertThat(report.sections()).hasSize(report.broken().isPresent() ? 0 : 1);
    report.sections().forEach(section -> assertThat(section.body().tree().isObject()).isTrue());
  }

  @Test
  void a_stream_of_very_many_rounds_is_told_in_numbers() {
    List<Frame> frames = new ArrayList<>(List.of(header(1)));
    for (int round = 1; round <= RamReport.MAX_ROUNDS + 10; round++) {
      frames.add(new Round(round, 0));
    }

    RamReport ram = analyze(frames.toArray(Frame[]::new)).ram();

    assertThat(ram.roundCount()).isEqualTo(RamReport.MAX_ROUNDS + 10);
    assertThat(ram.rounds()).hasSize(RamReport.MAX_ROUNDS);
  }

  private static Frame[] whole() {
    return new Frame[]{header(1), new Round(1, 2), page(3), new ZeroPages(Longs.of(6, 2)), new Round(2, 1), page(3),
        new SectionFrame(LAMP), new SectionFrame(HART), new End(2, 2, 2)};
  }

  private static Frame header(int formatVersion) {
    return new Header(formatVersion, Bytes.EMPTY, cbor(DESCRIPTION));
  }

  private static Frame page(long index) {
    return new Pages(Longs.of(index), ByteString.fromArray(new byte[GuestMemory.PAGE_BYTES]));
  }

  private static SectionFrame body(byte[] body) {
    return new SectionFrame(new Section("any", 0, 1, Bytes.of(body)));
  }

  private static Section section(String id, Map<String, Object> body) {
    return new Section(id, 0, 2, cbor(body));
  }

  private static Bytes cbor(Object value) {
    try {
      return Bytes.of(new CBORMapper().writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StreamReport analyze(Frame... frames) {
    return analyze(bytes(frames));
  }

  private static StreamReport analyze(byte[] bytes) {
    try {
      return StreamAnalysis.read(new ByteArrayInputStream(bytes), bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Break broken(StreamReport report) {
    return report.broken().orElseThrow();
  }

  private static byte[] bytes(Frame... frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Stream.of(frames).forEach(frame -> out.writeBytes(FrameCodec.encode(frame).toArray()));
    return out.toByteArray();
  }

  private static List<Long> starts(Frame... frames) {
    List<Long> starts = new ArrayList<>();
    long next = 0;
    for (Frame frame : frames) {
      starts.add(next);
      next += FrameCodec.encode(frame).length();
    }
    return starts;
  }

  private static long frameOf(long offset, List<Long> starts) {
    return starts.stream().filter(start -> start <= offset).max(Long::compare).orElseThrow();
  }

  private static byte[] frame(byte kind, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(kind);
    crc.update(payload);
    return ByteBuffer.allocate(FrameCodec.LENGTH_BYTES + FrameCodec.MIN_FRAME_BYTES + payload.length)
        .order(ByteOrder.LITTLE_ENDIAN).putInt(FrameCodec.MIN_FRAME_BYTES + payload.length).put(kind).put(payload)
        .putInt((int) crc.getValue()).array();
  }
}
