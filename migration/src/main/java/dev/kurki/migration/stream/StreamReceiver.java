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
 * trusted: order, page numbers, counts and totals are checked. Used by one thread at a time.
 *
 * <pre>
 *   header --&gt; rounds --&gt; sections --&gt; whole
 * </pre>
 */
public final class StreamReceiver {
  /** The most sections that a machine can have. */
  public static final int MAX_SECTIONS = 4096;

  private enum Part {
    HEADER,
    ROUNDS,
    SECTIONS,
    WHOLE
  }

  private final GuestMemory memory;
  private final Bytes token;
  private final List<Section> sections = new ArrayList<>();
  private Part part = Part.HEADER;
  private int round;
  private long pages;
  private long zeroPages;

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
    switch (frame) {
      case Header header -> {
        expect(part == Part.HEADER, "a header within the stream");
        expect(header.formatVersion() == FrameCodec.FORMAT_VERSION, "format version " + header.formatVersion()
            + ", this reads version " + FrameCodec.FORMAT_VERSION);
        expect(header.token().equals(token), "another migration's stream");
        part = Part.ROUNDS;
      }
      case Round(var number, _) -> {
        expect(part == Part.ROUNDS && number == round + 1, "round " + number + " after round " + round);
        round = number;
      }
      case Pages(var indices, var contents) -> {
        expect(part == Part.ROUNDS && round > 0, "pages outside a round");
        takePages(indices, MemorySegment.ofArray(contents.toArrayUnsafe()));
      }
      case ZeroPages(var runs) -> {
        expect(part == Part.ROUNDS && round > 0, "zero pages outside a round");
        takeZeroes(runs);
      }
      case SectionFrame(var section) -> {
        expect(part == Part.SECTIONS || (part == Part.ROUNDS && round > 0), "section " + section.name() + " too early");
        expect(sections.size() < MAX_SECTIONS, "more than " + MAX_SECTIONS + " sections");
        part = Part.SECTIONS;
        sections.add(section);
      }
      case End end -> {
        expect(part == Part.SECTIONS, "the end before any section");
        expect(end.equals(new End(pages, zeroPages, sections.size())), end + " after " + pages + " pages, " + zeroPages
            + " zero pages and " + sections.size() + " sections");
        part = Part.WHOLE;
      }
    }
  }

  /**
   * All sections, once the stream is whole.
   *
   * @throws BrokenStream when it ended before that
   */
  public List<Section> sections() {
    expect(part == Part.WHOLE, "its end before it is whole");
    return List.copyOf(sections);
  }

  private void takePages(Longs indices, MemorySegment contents) {
    for (int i = 0; i < indices.length(); i++) {
      long page = indices.get(i);
      expect(page >= 0 && page < memory.pages(), "page " + page + " of a RAM of " + memory.pages() + " pages");
      memory.write(memory.base() + page * GuestMemory.PAGE_BYTES,
          contents.asSlice((long) i * GuestMemory.PAGE_BYTES, GuestMemory.PAGE_BYTES));
    }
    pages += indices.length();
  }

  private void takeZeroes(Longs runs) {
    for (int i = 0; i < runs.length(); i += 2) {
      long first = runs.get(i);
      long count = runs.get(i + 1);
      expect(first >= 0 && count > 0 && first < memory.pages() && count <= memory.pages() - first,
          count + " zero pages from page " + first + " of a RAM of " + memory.pages() + " pages");
      for (long page = first; page < first + count; page++) {
        // A page that was never touched reads as zero and stays uncommitted.
        if (!memory.isZero(page)) {
          memory.write(memory.base() + page * GuestMemory.PAGE_BYTES, new byte[GuestMemory.PAGE_BYTES]);
        }
      }
      zeroPages += count;
    }
  }

  private static void expect(boolean holds, String found) {
    if (!holds) {
      throw new BrokenStream("the stream has " + found);
    }
  }
}
