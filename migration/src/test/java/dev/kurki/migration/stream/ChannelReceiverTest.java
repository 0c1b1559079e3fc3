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
import dev.kurki.migration.stream.ReturnPathFrame.Commit;
import dev.kurki.migration.stream.ReturnPathFrame.Sync;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages that come by several connections, each read by a thread of its own. */
class ChannelReceiverTest {
  private static final Bytes TOKEN = Bytes.utf8("secret");
  private static final int PAGES = 16;
  private static final SectionFrame LAMP = new SectionFrame(new Section("lamp", 0, 1, Bytes.EMPTY));

  private final GuestMemory memory = new GuestMemory(0x8000_0000L, PAGES * GuestMemory.PAGE_BYTES);
  private final RoundBarrier rounds = new RoundBarrier(PageChannel.MOST);
  private final StreamReceiver first = new StreamReceiver(memory, TOKEN, Optional.empty(), rounds);

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void a_connection_that_has_run_ahead_waits_with_its_page_for_the_round() {
    ChannelReceiver ahead = first.further(new PageChannel(1));
    Thread reading = Thread.ofPlatform()
        .start(() -> take(ahead, List.of(page(3, (byte) 1), new Sync(1), page(3, (byte) 2),
            new Sync(2))));
    take(List.of(header(), new Channels(1), new Round(1, 1), new Sync(1)));
    while (reading.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    assertThat(memory.read(memory.base() + 3 * GuestMemory.PAGE_BYTES, 1)).containsExactly(1);
    take(List.of(new Round(2, 1), new Sync(2)));

    assertThat(memory.read(memory.base() + 3 * GuestMemory.PAGE_BYTES, 1)).containsExactly(2);
  }

  @Test
  void nothing_but_pages_of_this_ram_and_the_ends_of_rounds_may_come() {
    take(List.of(header(), new Channels(15), new Round(1, 1)));
    int number = 0;
    for (Frame frame : List.of(header(), new Round(1, 1), LAMP, new End(0, 0, 0), new Commit(8),
        new Channels(1), page(PAGES, (byte) 1), page(-1, (byte) 1),
        new ZeroPages(Longs.of(15, 2)), new Sync(2), new Sync(0))) {
      ChannelReceiver receiver = first.further(new PageChannel(++number));

      assertThatThrownBy(() -> take(receiver, List.of(frame))).as("%s", frame).isInstanceOf(BrokenStream.class);
    }
  }

  @Test
  void no_page_comes_after_the_end() {
    ChannelReceiver late = first.further(new PageChannel(1));
    CompletableFuture<Void> ended = onThread(() -> take(late, List.of(new Sync(1))));
    take(List.of(header(), new Channels(1), new Round(1, 0), LAMP, new End(0, 0, 1)));
    ended.join();

    assertThatThrownBy(() -> take(late, List.of(page(3, (byte) 1)))).isInstanceOf(BrokenStream.class)
        .hasMessageContaining("pages after its end");
    assertThat(memory.isZero(3)).isTrue();
  }

  @Test
  void more_connections_than_were_announced_or_the_same_twice_end_the_stream() {
    take(List.of(header(), new Channels(2)));
    ChannelReceiver _ = first.further(new PageChannel(2));

    assertThatThrownBy(() -> first.further(new PageChannel(3))).isInstanceOf(BrokenStream.class);

    assertThatThrownBy(() -> take(List.of(new Round(1, 0)))).isInstanceOf(BrokenStream.class)
        .hasMessageContaining("a further connection 3 where there are to be 2");
  }

  @Test
  void a_connection_that_comes_before_it_is_announced_is_held_to_the_announcement() {
    ChannelReceiver _ = first.further(new PageChannel(3));

    assertThatThrownBy(() -> take(List.of(header(), new Channels(2))))
        .isInstanceOf(BrokenStream.class);
  }

  @Test
  void a_connection_that_nobody_announces_ends_the_stream() {
    ChannelReceiver _ = first.further(new PageChannel(1));

    assertThatThrownBy(() -> take(List.of(header(), new Round(1, 0)))).isInstanceOf(BrokenStream.class);
  }

  @Test
  void the_same_connection_twice_ends_the_stream() {
    ChannelReceiver _ = first.further(new PageChannel(1));

    assertThatThrownBy(() -> first.further(new PageChannel(1))).isInstanceOf(BrokenStream.class)
        .hasMessageContaining("a second connection 1");
  }

  @Test
  void further_connections_that_were_not_agreed_on_or_are_told_of_too_late_are_refused() {
    StreamReceiver alone = new StreamReceiver(memory, TOKEN);
    alone.accept(header());
    assertThatThrownBy(() -> alone.accept(new Channels(1))).isInstanceOf(BrokenStream.class)
        .hasMessageContaining("not agreed on");

    take(List.of(header(), new Round(1, 0)));
    assertThatThrownBy(() -> take(List.of(new Channels(1)))).isInstanceOf(BrokenStream.class);
  }

  @Test
  void whoever_waits_for_a_connection_that_breaks_waits_no_longer() {
    ChannelReceiver _ = first.further(new PageChannel(1));
    take(List.of(header(), new Channels(1), new Round(1, 0)));
    Thread _ = Thread.ofPlatform().start(() -> rounds.fail("it broke"));

    assertThatThrownBy(() -> take(List.of(new Sync(1)))).isInstanceOf(BrokenStream.class).hasMessage("it broke");
  }

  private void take(List<Frame> frames) {
    take(first.reader(java.nio.channels.Channels.newChannel(new ByteArrayInputStream(bytes(frames)))), first::accept);
  }

  private static void take(ChannelReceiver receiver, List<Frame> frames) {
    take(receiver.reader(java.nio.channels.Channels.newChannel(new ByteArrayInputStream(bytes(frames)))),
        receiver::accept);
  }

  private static void take(FrameReader reader, Consumer<Frame> receiver) {
    try {
      for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
        receiver.accept(next.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CompletableFuture<Void> onThread(Runnable work) {
    return CompletableFuture.runAsync(work, task -> Thread.ofPlatform().start(task));
  }

  private static byte[] bytes(List<Frame> frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    frames.forEach(frame -> bytes.writeBytes(FrameCodec.encode(frame).toArray()));
    return bytes.toByteArray();
  }

  private static Header header() {
    return new Header(FrameCodec.FORMAT_VERSION, TOKEN, Bytes.EMPTY);
  }

  private static Pages page(long index, byte fill) {
    byte[] contents = new byte[GuestMemory.PAGE_BYTES];
    Arrays.fill(contents, fill);
    return new Pages(Longs.of(index), ByteString.fromArray(contents));
  }
}
