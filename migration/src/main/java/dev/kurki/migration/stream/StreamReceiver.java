package dev.kurki.migration.stream;

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
import dev.kurki.migration.stream.PostcopyFrame.Missing;
import dev.kurki.migration.stream.PostcopyFrame.Want;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.pekko.util.ByteString;

/**
 * Takes the frames of one stream, in order, into an incoming machine's RAM and collects its sections. The sender is not
 * trusted: format and token are checked here, and {@link StreamOrder} holds it to order, page numbers and totals. Used by
 * one thread at a time.
 */
public final class StreamReceiver {
  private final GuestMemory memory;
  private final Bytes token;
  private final Unpacking unpacking;
  private final Optional<LongConsumer> supplier;
  private final StreamOrder order = new StreamOrder();
  private final List<Section> sections = new ArrayList<>();
  /** Pages that hold something; up to 64 GiB of RAM, they can be counted in an int. */
  private final BitSet written = new BitSet();

  /**
   * A receiver.
   *
   * @param memory the incoming machine's RAM, all zero
   * @param token what the header must show
   */
  public StreamReceiver(GuestMemory memory, Bytes token) {
    this(memory, token, Optional.empty());
  }

  /**
   * A receiver that takes a switch to post-copy, too.
   *
   * @param supplier is told of pages that the guest waits for, as {@link dev.kurki.actors.memory.MissingPages} says; empty where
   *     no switch may come
   */
  public StreamReceiver(GuestMemory memory, Bytes token, Optional<LongConsumer> supplier) {
    this.supplier = supplier;
    this.memory = memory;
    this.unpacking = new Unpacking(memory);
    this.token = token;
  }

  /** Reads a channel's frames for this receiver; what pages hold goes into RAM as it is read. */
  public FrameReader reader(ReadableByteChannel channel) {
    return new FrameReader(channel, this::places);
  }

  /**
   * Takes the next frame; pages that come without contents are in RAM already.
   *
   * @throws BrokenStream when it is not what may come now, or leaves the RAM
   */
  public void accept(Frame frame) {
    if (frame instanceof Header header) {
      expect(header.formatVersion() == FrameCodec.FORMAT_VERSION, "format version " + header.formatVersion()
          + ", this reads version " + FrameCodec.FORMAT_VERSION);
      expect(header.token().equals(token), "another migration's stream");
    }
    if (!(frame instanceof Pages)) {
      // Pages were asked about before they were read.
      order.take(frame, memory.pages()).ifPresent(found -> expect(false, found));
    }
    switch (frame) {
      case Pages _ -> {
        // They are in RAM.
      }
      case PackedPages packed -> {
        unpacking.unpack(packed);
        PageRuns.of(packed.indices()).forEach(this::noteWritten);
      }
      case ZeroPages(var runs) -> takeZeroes(runs);
      case SectionFrame(var section) -> sections.add(section);
      case Missing(var marks) -> {
        expect(supplier.isPresent(), "a switch to post-copy, which was not agreed on");
        memory.missing().expect(marks, supplier.orElseThrow());
      }
      case Header _,Want _,Round _,End _,ReturnPathFrame _ -> {
        // They carry nothing of the machine's state.
      }
    }
  }

  /**
   * All sections, once the stream is whole.
   *
   * @throws BrokenStream when it ended before that
   */
  public List<Section> sections() {
    expect(order.isWhole(), "its end before it is whole");
    return List.copyOf(sections);
  }

  private List<ByteBuffer> places(Longs indices) {
    order.take(new Pages(indices, ByteString.emptyByteString()), memory.pages())
        .ifPresent(found -> expect(false, found));
    return PageRuns.of(indices).stream().map(run -> {
      noteWritten(run);
      return memory.pages(run.first(), run.pages()).asByteBuffer();
    }).toList();
  }

  private void noteWritten(PageRuns.Run run) {
    written.set((int) run.first(), (int) run.first() + run.pages());
  }

  /** A page that nothing was written to reads as zero and stays uncommitted. */
  private void takeZeroes(Longs runs) {
    for (int i = 0; i < runs.length(); i += 2) {
      int first = (int) runs.get(i);
      int end = (int) (first + runs.get(i + 1));
      for (int page = written.nextSetBit(first); page >= 0 && page < end; page = written.nextSetBit(page)) {
        memory.page(page).fill((byte) 0);
        written.clear(page);
      }
    }
  }

  private static void expect(boolean holds, String found) {
    if (!holds) {
      throw new BrokenStream("the stream has " + found);
    }
  }
}
