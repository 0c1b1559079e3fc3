package dev.kurki.migration.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.PostcopyFrame.Missing;
import dev.kurki.migration.stream.PostcopyFrame.Want;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages that come after the switch to post-copy, and the marks that say which. */
class LatePagesTest {
  private static final Bytes TOKEN = Bytes.utf8("token");
  private static final SectionFrame LAMP = new SectionFrame(new Section("lamp", 0, 1, Bytes.EMPTY));

  private final GuestMemory memory = new GuestMemory(0x8000_0000L, 16 * GuestMemory.PAGE_BYTES);
  private final LatePages late = new LatePages(memory);
  private final List<Long> supplied = new ArrayList<>();

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void a_switch_says_which_pages_are_missing_and_whoever_waits_for_one_is_heard() {
    StreamReceiver receiver = new StreamReceiver(memory, TOKEN, Optional.of(supplied::add), new RoundBarrier(0));

    List.of(header(), new Round(1, 16), new Missing(Longs.of(0b1010)), LAMP, new End(0, 0, 1))
        .forEach(receiver::accept);
    assertThat(memory.missing().want(3).toCompletableFuture()).isNotDone();

    assertThat(memory.missing().count()).isEqualTo(2);
    assertThat(supplied).containsExactly(3L);
    assertThat(receiver.sections()).hasSize(1);
  }

  @Test
  void a_switch_that_was_not_agreed_on_or_has_other_marks_or_comes_elsewhere_is_refused() {
    assertThatThrownBy(() -> List.of(header(), new Round(1, 16), new Missing(Longs.of(2)))
        .forEach(new StreamReceiver(memory, TOKEN)::accept)).isInstanceOf(BrokenStream.class)
        .hasMessageContaining("was not agreed on");
    for (List<Frame> frames : List.<List<Frame>>of(List.of(header(), new Missing(Longs.of(2))),
        List.of(header(), new Round(1, 16), new Missing(Longs.of(2, 0))),
        List.of(header(), new Round(1, 16), new Missing(Longs.of(1 << 16))),
        List.of(header(), new Round(1, 16), LAMP, new Missing(Longs.of(2))),
        List.of(header(), new Round(1, 16), new Missing(Longs.of(2)), new Round(2, 1)),
        List.of(header(), new Round(1, 16), new Want(2)))) {
      StreamReceiver receiver = new StreamReceiver(memory, TOKEN, Optional.of(supplied::add), new RoundBarrier(0));
      assertThatThrownBy(() -> frames.forEach(receiver::accept)).isInstanceOf(BrokenStream.class);
    }
  }

  @Test
  void pages_are_put_in_where_they_are_missing_and_nowhere_else() throws IOException {
    memory.write(memory.base(), new byte[]{9});
    memory.write(memory.base() + 5 * GuestMemory.PAGE_BYTES, new byte[]{9});
    memory.missing().expect(Longs.of(0b10_0010), _ -> {});

    take(pages(1, 0, 1), new ZeroPages(Longs.of(4, 2)), pages(2, 1));

    assertThat(memory.read(memory.base(), 1)).containsExactly(9);
    assertThat(memory.read(memory.base() + GuestMemory.PAGE_BYTES, 1)).containsExactly(1);
    assertThat(memory.isZero(5)).isTrue();
    assertThat(memory.missing().isEmpty()).isTrue();
  }

  @Test
  void a_damaged_page_does_not_come() {
    memory.missing().expect(Longs.of(2), _ -> {});
    byte[] bytes = FrameCodec.encode(pages(1, 1)).toArray();
    bytes[200] ^= 1;

    assertThatThrownBy(() -> take(bytes)).isInstanceOf(BrokenStream.class).hasMessageContaining("checksum");

    assertThat(memory.missing().contains(1)).isTrue();
  }

  @Test
  void pages_that_the_ram_does_not_have_and_anything_else_than_pages_are_refused() {
    for (Frame frame : List.of(pages(1, 16), pages(1, -1), new ZeroPages(Longs.of(15, 2)), new Round(1, 1))) {
      assertThatThrownBy(() -> take(frame)).isInstanceOf(BrokenStream.class);
    }
  }

  @Test
  void what_is_left_of_a_round_that_is_cut_short_is_what_was_not_gathered() {
    memory.write(memory.base(), new byte[(int) memory.bytes()]);
    for (int page = 0; page < 16; page++) {
      memory.write(memory.base() + (long) page * GuestMemory.PAGE_BYTES, new byte[]{1});
    }
    DirtyRound round = new DirtyRound(memory, DirtyRound.everyPage(memory), 4 * GuestMemory.PAGE_BYTES);

    assertThat(round.next()).contains(new PageBatch(memory, Longs.of(0, 1, 2, 3)));
    round.goOnBehind(9);
    assertThat(round.next()).contains(new PageBatch(memory, Longs.of(10, 11, 12, 13)));

    assertThat(round.remaining()).isEqualTo(Longs.of(0b1100_0001_1111_0000));
    assertThat(round.next()).contains(new PageBatch(memory, Longs.of(14, 15, 4, 5)));
    memory.write(memory.base(), new byte[GuestMemory.PAGE_BYTES]);
    DirtyRound mixed = new DirtyRound(memory, Longs.of(0b111), 4 * GuestMemory.PAGE_BYTES);
    assertThat(mixed.next()).contains(new ZeroPages(Longs.of(0, 1)));
    assertThat(mixed.remaining()).isEqualTo(Longs.of(0b110));
    assertThat(DirtyRound.union(Longs.of(5), Longs.of())).isEqualTo(Longs.of(5));
    assertThat(DirtyRound.union(Longs.of(5, 1), Longs.of(2, 4))).isEqualTo(Longs.of(7, 5));
  }

  private void take(Frame... frames) throws IOException {
    ByteString all = ByteString.emptyByteString();
    for (Frame frame : frames) {
      all = all.concat(FrameCodec.encode(frame));
    }
    take(all.toArray());
  }

  private void take(byte[] bytes) throws IOException {
    FrameReader reader = late.reader(Channels.newChannel(new ByteArrayInputStream(bytes)));
    for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
      late.accept(next.get());
    }
  }

  private static Frame.Header header() {
    return new Frame.Header(FrameCodec.FORMAT_VERSION, TOKEN, Bytes.EMPTY);
  }

  private static Pages pages(int fill, long... indices) {
    byte[] contents = new byte[indices.length * GuestMemory.PAGE_BYTES];
    for (int i = 0; i < indices.length; i++) {
      contents[i * GuestMemory.PAGE_BYTES] = (byte) fill;
    }
    return new Pages(Longs.of(indices), ByteString.fromArray(contents));
  }
}
