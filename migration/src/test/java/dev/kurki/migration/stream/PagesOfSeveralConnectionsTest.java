package dev.kurki.migration.stream;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.kurki.migration.stream.ReturnPathFrame.Sync;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.pekko.util.ByteString;

/** Rounds that are dealt out to several connections at random, each read by a thread of its own. */
class PagesOfSeveralConnectionsTest {
  private static final int PAGES = 16;

  private final byte[] expected = new byte[PAGES];
  private long pages;
  private long zeroPages;

  @Property(tries = 200)
  void a_pages_last_copy_is_the_one_that_stays(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int further,
      @ForAll @IntRange(min = 1, max = 5) int rounds) {
    List<List<Frame>> connections = deal(new SplittableRandom(seed), further, rounds);
    try (GuestMemory memory = new GuestMemory(0x8000_0000L, PAGES * GuestMemory.PAGE_BYTES)) {
      StreamReceiver first = new StreamReceiver(memory, Bytes.EMPTY, Optional.empty(),
          new RoundBarrier(PageChannel.MOST));

      List<CompletableFuture<Void>> read = new ArrayList<>();
      for (int i = 1; i <= further; i++) {
        ChannelReceiver receiver = first.further(new PageChannel(i));
        read.add(take(connections.get(i), receiver::reader, receiver::accept));
      }
      read.add(take(connections.getFirst(), first::reader, first::accept));

      assertThat(read).allSatisfy(connection -> assertThat(connection).succeedsWithin(Duration.ofMinutes(1)));
      assertThat(first.sections()).hasSize(1);
      for (int page = 0; page < PAGES; page++) {
        assertThat(memory.page(page).get(ValueLayout.JAVA_BYTE, 0)).as("page %d", page).isEqualTo(expected[page]);
      }
    }
  }

  private List<List<Frame>> deal(SplittableRandom random, int further, int rounds) {
    Arrays.fill(expected, (byte) 0);
    pages = 0;
    zeroPages = 0;
    List<List<Frame>> connections = IntStream.rangeClosed(0, further).<List<Frame>>mapToObj(_ -> new ArrayList<>())
        .toList();
    List<Frame> first = connections.getFirst();
    first.add(new Header(FrameCodec.FORMAT_VERSION, Bytes.EMPTY, Bytes.EMPTY));
    first.add(new Channels(further));
    for (int round = 1; round <= rounds; round++) {
      first.add(new Round(round, PAGES));
      for (int page = 0; page < PAGES; page++) {
        if (random.nextBoolean()) {
          connections.get(random.nextInt(connections.size()))
              .add(copy(page, random.nextInt(3) == 0 ? 0 : (byte) (round * PAGES + page)));
        }
      }
      Sync end = new Sync(round);
      // The last round's end is told on the first connection by the section behind it.
      connections.subList(round == rounds ? 1 : 0, connections.size()).forEach(connection -> connection.add(end));
    }
    first.add(new SectionFrame(new Section("lamp", 0, 1, Bytes.EMPTY)));
    first.add(new End(pages, zeroPages, 1));
    return connections;
  }

  private Frame copy(int page, byte fill) {
    expected[page] = fill;
    if (fill == 0) {
      zeroPages++;
      return new ZeroPages(Longs.of(page, 1));
    }
    pages++;
    byte[] contents = new byte[GuestMemory.PAGE_BYTES];
    Arrays.fill(contents, fill);
    return new Pages(Longs.of(page), ByteString.fromArray(contents));
  }

  private static CompletableFuture<Void> take(List<Frame> frames,
      Function<ReadableByteChannel, FrameReader> reader,
      Consumer<Frame> receiver) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    frames.forEach(frame -> bytes.writeBytes(FrameCodec.encode(frame).toArray()));
    FrameReader reading = reader
        .apply(java.nio.channels.Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray())));
    return CompletableFuture.runAsync(() -> {
      try {
        for (Optional<Frame> next = reading.next(); next.isPresent(); next = reading.next()) {
          receiver.accept(next.get());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }, task -> Thread.ofPlatform().start(task));
  }
}
