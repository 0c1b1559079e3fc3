package dev.kurki.migration.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.compress.Compression;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.PackedPages.Compressed;
import dev.kurki.migration.stream.PackedPages.Deltas;
import dev.kurki.migration.stream.PostcopyFrame.Missing;
import dev.kurki.migration.stream.PostcopyFrame.Want;
import dev.kurki.migration.stream.ReturnPathFrame.Postcopy;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.pekko.util.ByteString;

class FrameCodecTest {
  private static final int LENGTH_BYTES = 4;

  @Property
  void every_frame_comes_back_as_it_was(@ForAll int number, @ForAll long count, @ForAll @Size(max = 300) byte[] bytes) {
    for (Frame frame : frames(number & Integer.MAX_VALUE, count & Long.MAX_VALUE, bytes)) {
      assertThat(FrameCodec.decode(FrameCodec.encode(frame))).isEqualTo(frame);
    }
  }

  @Property
  void a_frame_with_a_changed_bit_is_refused(@ForAll int number, @ForAll long count,
      @ForAll @Size(max = 300) byte[] bytes, @ForAll int where) {
    for (Frame frame : frames(number & Integer.MAX_VALUE, count & Long.MAX_VALUE, bytes)) {
      byte[] damaged = FrameCodec.encode(frame).toArray();
      damaged[LENGTH_BYTES + Math.floorMod(where, damaged.length - LENGTH_BYTES)] ^= (byte) (1 << (where & 7));

      assertThatThrownBy(() -> FrameCodec.decode(ByteString.fromArray(damaged))).isInstanceOf(BrokenStream.class);
    }
  }

  @Property
  void bytes_of_any_kind_are_a_frame_or_a_broken_stream(@ForAll @Size(max = 400) byte[] bytes) {
    try {
      assertThat(FrameCodec.decode(ByteString.fromArray(bytes))).isNotNull();
    } catch (BrokenStream expected) {
      assertThat(expected).hasMessageContaining("frame");
    }
  }

  private static SummedPages summed(long index, byte[] page) {
    CRC32C checksum = new CRC32C();
    checksum.update(page);
    return new SummedPages(Longs.of(index), Longs.of(checksum.getValue()), ByteString.fromArray(page));
  }

  private static Frame[] frames(int number, long count, byte[] bytes) {
    byte[] page = new byte[GuestMemory.PAGE_BYTES];
    System.arraycopy(bytes, 0, page, 0, bytes.length);
    return new Frame[]{new Header(FrameCodec.FORMAT_VERSION, Bytes.utf8("token"), Bytes.of(bytes)),
        new Round(number, count), new Pages(Longs.of(count), ByteString.fromArray(page)),
        new ZeroPages(Longs.of(count, 1)), new SectionFrame(new Section("lamp", number, 1, Bytes.of(bytes))),
        new Compressed(Longs.of(count), Compression.LZ4, ByteString.fromArray(bytes)),
        new Deltas(Longs.of(count, 1), ByteString.fromArray(bytes)), new End(count, count, number),
        new Missing(Longs.of(count, number)), new Want(count), new Postcopy(count), new Channels(number),
        new HintFrame(new Section("hint", number, 1, Bytes.of(bytes))), summed(count, page)};
  }
}
