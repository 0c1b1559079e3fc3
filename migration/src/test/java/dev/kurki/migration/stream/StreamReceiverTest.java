package dev.kurki.migration.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.PackedPages.Deltas;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamReceiverTest {
  private static final Bytes TOKEN = Bytes.utf8("secret");
  private static final Section LAMP = new Section("lamp", 0, 1, Bytes.EMPTY);

  private final GuestMemory memory = new GuestMemory(0x8000_0000L, 16 * GuestMemory.PAGE_BYTES);
  private final StreamReceiver receiver = new StreamReceiver(memory, TOKEN);

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void pages_land_where_they_belong_and_sections_are_handed_over_at_the_end() {
    take(header(TOKEN), new Round(1, 2), page(3, (byte) 7), new ZeroPages(Longs.of(4, 2)), new SectionFrame(LAMP),
        new End(1, 2, 1));

    assertThat(memory.read(memory.base() + 3 * GuestMemory.PAGE_BYTES, 1)).containsExactly(7);
    assertThat(receiver.sections()).containsExactly(LAMP);
  }

  @Test
  void a_page_that_became_zero_later_is_zero() {
    take(header(TOKEN), new Round(1, 1), page(3, (byte) 7), new Round(2, 1), new ZeroPages(Longs.of(3, 1)));

    assertThat(memory.isZero(3)).isTrue();
  }

  @Test
  void another_migrations_stream_is_refused() {
    assertBroken(header(Bytes.utf8("guess")));
  }

  @Test
  void a_page_outside_of_ram_is_refused() {
    take(header(TOKEN), new Round(1, 1));

    assertBroken(page(16, (byte) 1));
    assertBroken(page(-1, (byte) 1));
    assertBroken(new ZeroPages(Longs.of(15, 2)));
    assertBroken(new ZeroPages(Longs.of(1, Long.MAX_VALUE)));
  }

  @Test
  void frames_out_of_order_are_refused() {
    assertBroken(new Round(1, 1));
    take(header(TOKEN));
    assertBroken(header(TOKEN));
    assertBroken(page(0, (byte) 1));
    assertBroken(new Round(2, 1));
    assertBroken(new SectionFrame(LAMP));
  }

  @Test
  void totals_that_do_not_add_up_are_refused() {
    take(header(TOKEN), new Round(1, 1), page(0, (byte) 1), new SectionFrame(LAMP));

    assertBroken(new End(2, 0, 1));
  }

  @Test
  void a_stream_that_ends_early_has_no_sections() {
    take(header(TOKEN), new Round(1, 1), new SectionFrame(LAMP));

    assertThatThrownBy(receiver::sections).isInstanceOf(BrokenStream.class);
  }

  @Test
  void a_torn_page_that_comes_again_is_as_it_came_last() {
    take(header(TOKEN), new Round(1, 1), torn(3), new Round(2, 1), page(3, (byte) 7), new SectionFrame(LAMP),
        new End(2, 0, 1));

    assertThat(memory.read(memory.base() + 3 * GuestMemory.PAGE_BYTES, 1)).containsExactly(7);
    assertThat(receiver.sections()).containsExactly(LAMP);
  }

  @Test
  void a_torn_page_that_is_zero_later_is_whole() {
    take(header(TOKEN), new Round(1, 1), torn(3), new ZeroPages(Longs.of(2, 2)), new SectionFrame(LAMP),
        new End(1, 2, 1));

    assertThat(memory.isZero(3)).isTrue();
  }

  @Test
  void a_stream_does_not_end_with_a_torn_page() {
    take(header(TOKEN), new Round(1, 2), torn(3), torn(5), page(3, (byte) 7), new SectionFrame(LAMP));

    assertThatThrownBy(() -> take(new End(3, 0, 1))).isInstanceOf(BrokenStream.class).hasMessageContaining("page 5");
  }

  @Test
  void what_has_changed_in_a_torn_page_is_refused() {
    take(header(TOKEN), new Round(1, 1), torn(3), new Round(2, 1));

    assertBroken(new Deltas(Longs.of(3), ByteString.fromArray(new byte[2])));
  }

  @Test
  void a_head_that_does_not_match_its_checksum_puts_nothing_into_ram() {
    take(header(TOKEN), new Round(1, 1));
    byte[] bytes = FrameCodec.encode(summed(3, (byte) 7, (byte) 7)).toArray();
    bytes[10] ^= 1;

    assertThatThrownBy(() -> read(bytes)).isInstanceOf(BrokenStream.class);
    assertThat(memory.isZero(2)).isTrue();
    assertThat(memory.isZero(3)).isTrue();
  }

  private static SummedPages torn(long index) {
    return summed(index, (byte) 1, (byte) 2);
  }

  private static SummedPages summed(long index, byte before, byte after) {
    byte[] page = new byte[GuestMemory.PAGE_BYTES];
    page[0] = before;
    CRC32C checksum = new CRC32C();
    checksum.update(page);
    page[0] = after;
    return new SummedPages(Longs.of(index), Longs.of(checksum.getValue()), ByteString.fromArray(page));
  }

  private void take(Frame... frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      bytes.writeBytes(FrameCodec.encode(frame).toArray());
    }
    read(bytes.toByteArray());
  }

  private void read(byte[] bytes) {
    FrameReader reader = receiver.reader(Channels.newChannel(new ByteArrayInputStream(bytes)));
    try {
      for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
        receiver.accept(next.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertBroken(Frame frame) {
    assertThatThrownBy(() -> take(frame)).isInstanceOf(BrokenStream.class);
  }

  private static Header header(Bytes token) {
    return new Header(FrameCodec.FORMAT_VERSION, token, Bytes.EMPTY);
  }

  private static Pages page(long index, byte fill) {
    byte[] contents = new byte[GuestMemory.PAGE_BYTES];
    contents[0] = fill;
    return new Pages(Longs.of(index), ByteString.fromArray(contents));
  }
}
