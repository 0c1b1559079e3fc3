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
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;

/**
 * Takes the frames of one stream, in order, into an incoming machine's RAM and collects its sections. The sender is not
 * trusted: format and token are checked here, and {@link StreamOrder} holds it to order, page numbers and totals. Used by
 * one thread at a time.
 */
public final class StreamReceiver {
  private final GuestMemory memory;
  private final Bytes token;
  private final StreamOrder order = new StreamOrder();
  private final List<Section> sections = new ArrayList<>();

  /**
   * A receiver.
   *
   * @param memory the incoming machine's RAM, all zero
   * @param token what the header must show
   */
  public StreamReceiver(GuestMemory memory, Bytes token) {
    this.memory = memory;
    this.token = token;
  }

  /** Where a stream of bytes ends: its frames are taken one after the other, each before the next is asked for. */
  public Sink<ByteString, CompletionStage<Done>> sink() {
    Flow<ByteString, Frame, NotUsed> frames = FrameCodec.decoder();
    return frames.toMat(Sink.foreach(this::accept), Keep.right()).named("receive-frames");
  }

  /**
   * Takes the next frame.
   *
   * @throws BrokenStream when it is not what may come now, or leaves the RAM
   */
  public void accept(Frame frame) {
    if (frame instanceof Header header) {
      expect(header.formatVersion() == FrameCodec.FORMAT_VERSION, "format version " + header.formatVersion()
          + ", this reads version " + FrameCodec.FORMAT_VERSION);
      expect(header.token().equals(token), "another migration's stream");
    }
    order.take(frame, memory.pages()).ifPresent(found -> expect(false, found));
    switch (frame) {
      case Pages(var indices, var contents) -> takePages(indices, MemorySegment.ofArray(contents.toArrayUnsafe()));
      case ZeroPages(var runs) -> takeZeroes(runs);
      case SectionFrame(var section) -> sections.add(section);
      case Header _,Round _,End _ -> {
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

  private void takePages(Longs indices, MemorySegment contents) {
    for (int i = 0; i < indices.length(); i++) {
      memory.write(memory.base() + indices.get(i) * GuestMemory.PAGE_BYTES,
          contents.asSlice((long) i * GuestMemory.PAGE_BYTES, GuestMemory.PAGE_BYTES));
    }
  }

  private void takeZeroes(Longs runs) {
    for (int i = 0; i < runs.length(); i += 2) {
      long first = runs.get(i);
      for (long page = first; page < first + runs.get(i + 1); page++) {
        // A page that was never touched reads as zero and stays uncommitted.
        if (!memory.isZero(page)) {
          memory.write(memory.base() + page * GuestMemory.PAGE_BYTES, new byte[GuestMemory.PAGE_BYTES]);
        }
      }
    }
  }

  private static void expect(boolean holds, String found) {
    if (!holds) {
      throw new BrokenStream("the stream has " + found);
    }
  }
}
