package dev.kurki.migration.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.compress.Compression;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.PackedPages.Compressed;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PagePackingTest {
  private static final long BASE = 0x8000_0000L;
  private static final int PAGES = 16;
  private static final int PAGE_BYTES = GuestMemory.PAGE_BYTES;

  private final GuestMemory source = new GuestMemory(BASE, PAGES * PAGE_BYTES);
  private final GuestMemory target = new GuestMemory(BASE, PAGES * PAGE_BYTES);
  private final StreamReceiver receiver = new StreamReceiver(target, Bytes.EMPTY);

  @BeforeEach
  void begin() {
    receiver.accept(new Header(FrameCodec.FORMAT_VERSION, Bytes.EMPTY, Bytes.EMPTY));
    receiver.accept(new Round(1, PAGES));
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
  }

  @ParameterizedTest
  @EnumSource
  void compressed_pages_land_where_they_belong(Compression method) {
    fill(3, 7);
    fill(4, 8);
    fill(9, 9);

    List<Outgoing> packed = packing(method).pack(batch(3, 4, 9));

    assertThat(packed).singleElement().isInstanceOf(Compressed.class);
    assertThat(FrameCodec.bytes(packed.getFirst())).isLessThan(PAGE_BYTES);
    packed.forEach(this::travel);
    assertSame(3, 4, 9);
  }

  @Test
  void a_page_that_came_compressed_and_became_zero_later_is_zero() {
    fill(3, 7);
    packing(Compression.ZSTD).pack(batch(3)).forEach(this::travel);

    receiver.accept(new Round(2, 1));
    receiver.accept(new ZeroPages(Longs.of(3, 1)));

    assertThat(target.isZero(3)).isTrue();
  }

  @Test
  void a_batch_that_does_not_become_shorter_travels_as_it_is() {
    byte[] random = new byte[PAGE_BYTES];
    new Random(1).nextBytes(random);
    source.write(BASE, random);
    PageBatch batch = batch(0);

    assertThat(packing(Compression.ZSTD).pack(batch)).containsExactly(batch);
    assertThat(packing(Compression.LZ4).pack(batch)).containsExactly(batch);
  }

  @Test
  void a_batch_travels_as_it_is_where_nothing_was_agreed_on() {
    PageBatch batch = batch(0);

    assertThat(PagePacking.none().pack(batch)).containsExactly(batch);
  }

  @ParameterizedTest
  @EnumSource
  void a_block_of_another_size_than_its_pages_is_a_broken_stream(Compression method) {
    Compressed two = (Compressed) packing(method).pack(batch(0, 1)).getFirst();

    assertThatThrownBy(() -> travel(new Compressed(Longs.of(0), method, two.block())))
        .isInstanceOf(BrokenStream.class).hasMessageContaining("another size than its 1 pages");
    assertThatThrownBy(() -> travel(new Compressed(Longs.of(0, 1, 2), method, two.block())))
        .isInstanceOf(BrokenStream.class);
    assertThatThrownBy(() -> travel(new Compressed(Longs.of(0, 1), method, two.block().dropRight(1))))
        .isInstanceOf(BrokenStream.class);
  }

  @Test
  void packed_pages_outside_of_ram_or_more_than_a_receiver_has_room_for_are_a_broken_stream() {
    Compressed one = (Compressed) packing(Compression.LZ4).pack(batch(0)).getFirst();
    long[] many = new long[PackedPages.MAX_PAGES + 1];
    Arrays.fill(many, 1);

    assertThatThrownBy(() -> travel(new Compressed(Longs.of(PAGES), one.method(), one.block())))
        .isInstanceOf(BrokenStream.class).hasMessageContaining("page 16 of a RAM of 16 pages");
    assertThatThrownBy(() -> travel(new Compressed(Longs.of(many), one.method(), one.block())))
        .isInstanceOf(BrokenStream.class).hasMessageContaining("1025 packed pages");
    assertThatThrownBy(() -> travel(new Compressed(Longs.of(), one.method(), ByteString.emptyByteString())))
        .isInstanceOf(BrokenStream.class);
  }

  private void fill(long page, int value) {
    byte[] bytes = new byte[PAGE_BYTES];
    Arrays.fill(bytes, (byte) value);
    source.write(BASE + page * PAGE_BYTES, bytes);
  }

  private PageBatch batch(long... pages) {
    return new PageBatch(source, Longs.of(pages));
  }

  private void travel(Outgoing outgoing) {
    receiver.accept(FrameCodec.decode(FrameCodec.encode((Frame) outgoing)));
  }

  private void assertSame(long... pages) {
    for (long page : pages) {
      assertThat(target.page(page).mismatch(source.page(page))).isEqualTo(-1);
    }
  }

  private static PagePacking packing(Compression method) {
    return new PagePacking(Optional.of(method), Optional.empty(), false);
  }
}
