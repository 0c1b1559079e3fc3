package dev.kurki.migration.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.compress.Compression;
import dev.kurki.migration.compress.SentPages;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.PackedPages.Compressed;
import dev.kurki.migration.stream.PackedPages.Deltas;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds of one source to one target; after each the target has what the source has. */
class DeltaPackingTest {
  private static final long BASE = 0x8000_0000L;
  private static final int PAGES = 16;
  private static final int PAGE_BYTES = GuestMemory.PAGE_BYTES;
  private static final long ALL = (long) PAGES * PAGE_BYTES;

  private final GuestMemory source = new GuestMemory(BASE, ALL);
  private final GuestMemory target = new GuestMemory(BASE, ALL);
  private final StreamReceiver receiver = new StreamReceiver(target, Bytes.EMPTY);
  private PagePacking packing = packing(Optional.empty(), ALL);
  private int round;

  @AfterEach
  void close() {
    source.close();
    target.close();
  }

  @Test
  void a_page_that_was_sent_in_a_round_after_the_first_travels_by_what_has_changed_in_it() {
    begin();
    write(0, 3, 1);
    round();
    write(8, 3, 2);
    List<Frame> second = round();
    write(16, 3, 3);
    List<Frame> third = round();

    assertThat(second).singleElement().isInstanceOf(Pages.class);
    assertThat(third).singleElement().isInstanceOf(Deltas.class);
    assertThat(FrameCodec.bytes(third.getFirst())).isLessThan(64);
  }

  @Test
  void a_page_that_was_told_to_be_zero_in_between_travels_whole() {
    begin();
    round();
    write(8, 3, 2);
    round();
    write(8, 3, 0);
    round();
    write(8, 3, 2);

    assertThat(round()).singleElement().isInstanceOf(Pages.class);
  }

  @Test
  void a_page_of_which_half_has_changed_travels_whole_and_by_a_delta_the_next_time() {
    begin();
    round();
    randomize(3);
    round();
    randomize(3);
    List<Frame> whole = round();
    write(0, 3, 1);

    assertThat(whole).singleElement().isInstanceOf(Pages.class);
    assertThat(round()).singleElement().isInstanceOf(Deltas.class);
  }

  @Test
  void what_is_not_remembered_travels_compressed() {
    packing = packing(Optional.of(Compression.LZ4), ALL);
    begin();
    round();
    write(8, 3, 2);
    round();
    write(8, 3, 3);
    write(8, 4, 3);

    assertThat(round()).hasExactlyElementsOfTypes(Deltas.class, Compressed.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {PAGE_BYTES, 5 * PAGE_BYTES, ALL})
  void the_target_has_what_the_source_has_after_each_round_however_little_is_remembered(long cacheBytes) {
    packing = packing(Optional.empty(), cacheBytes);
    Random random = new Random(cacheBytes);
    begin();
    for (int i = 0; i < 100; i++) {
      for (int writes = random.nextInt(20); writes > 0; writes--) {
        write(random.nextInt(PAGE_BYTES), random.nextInt(PAGES), random.nextInt(3));
      }
      round();
    }
  }

  @Test
  void a_guest_that_writes_while_its_pages_are_packed_arrives_as_it_is() {
    begin();
    AtomicBoolean isStopped = new AtomicBoolean();
    CompletableFuture<Void> guest = CompletableFuture.runAsync(() -> {
      Random random = new Random(1);
      while (!isStopped.get()) {
        write(random.nextInt(PAGE_BYTES), random.nextInt(PAGES), random.nextInt());
      }
    });
    int deltas = 0;
    try {
      for (int i = 0; i < 500 || deltas < 100; i++) {
        deltas += (int) send().stream().filter(Deltas.class::isInstance).count();
      }
    } finally {
      isStopped.set(true);
      guest.join();
    }

    round();
  }

  @Test
  void a_frame_of_deltas_that_is_torn_or_leaves_its_page_is_a_broken_stream() {
    begin();
    round();
    byte[] tooFar = {12, 0, 0, 2, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1};
    byte[] tooMany = {0, 0, 0};
    byte[] tooFew = {12, 0, 0};

    assertBroken("a delta of page 3 is torn, or leaves the page", 3, tooFar);
    assertBroken("has 1 bytes too many", 3, tooMany);
    assertBroken("ends before that of page 3", 3, tooFew);
    assertBroken("ends before that of page 3", 3, new byte[]{});
    assertBroken("page 16 of a RAM of 16 pages", 16, new byte[]{0, 0});
  }

  /** In the first round all of RAM travels. */
  private void begin() {
    write(100, 0, 1);
    source.dirty().markRange(0, PAGES);
    receiver.accept(new Header(FrameCodec.FORMAT_VERSION, Bytes.EMPTY, Bytes.EMPTY));
  }

  private List<Frame> round() {
    List<Frame> sent = send();
    for (long page = 0; page < PAGES; page++) {
      assertThat(target.page(page).mismatch(source.page(page))).as("page " + page).isEqualTo(-1);
    }
    return sent;
  }

  /** What travelled with contents. */
  private List<Frame> send() {
    DirtyRound dirty = new DirtyRound(source, Longs.of(source.dirty().testAndClear(0, PAGES)), 3 * PAGE_BYTES);
    Round begun = new Round(++round, 0);
    packing.begin(begun);
    receiver.accept(begun);
    List<Frame> sent = new ArrayList<>();
    for (Optional<Outgoing> next = dirty.next(); next.isPresent(); next = dirty.next()) {
      for (Outgoing outgoing : packing.pack(next.get())) {
        travel(outgoing).ifPresent(sent::add);
      }
    }
    return sent;
  }

  private Optional<Frame> travel(Outgoing outgoing) {
    ByteString bytes = bytes(outgoing);
    FrameReader reader = receiver.reader(Channels.newChannel(new ByteArrayInputStream(bytes.toArray())));
    try {
      receiver.accept(reader.next().orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Frame frame = FrameCodec.decode(bytes);
    return frame instanceof Frame.ZeroPages ? Optional.empty() : Optional.of(frame);
  }

  private static ByteString bytes(Outgoing outgoing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      int written = new FrameWriter(Channels.newChannel(bytes)).write(outgoing);
      assertThat(written).isEqualTo(FrameCodec.bytes(outgoing));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteString.fromArray(bytes.toByteArray());
  }

  private void assertBroken(String words, long page, byte[] deltas) {
    assertThatThrownBy(() -> travel(new Deltas(Longs.of(page), ByteString.fromArray(deltas))))
        .isInstanceOf(BrokenStream.class).hasMessageContaining(words);
  }

  private void write(int at, long page, int value) {
    source.write(BASE + page * PAGE_BYTES + at, new byte[]{(byte) value});
  }

  private static PagePacking packing(Optional<Compression> compression, long cacheBytes) {
    return new PagePacking(compression, Optional.of(new SentPages(cacheBytes, PAGES)), false);
  }

  private void randomize(long page) {
    byte[] bytes = new byte[PAGE_BYTES];
    new Random(round).nextBytes(bytes);
    source.write(BASE + page * PAGE_BYTES, bytes);
  }
}
