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
import dev.kurki.migration.stream.ReturnPathFrame.Sync;
import dev.kurki.migration.stream.RoundBarrier.Brought;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.pekko.util.ByteString;

/**
 * Takes the frames of one stream, in order, into an incoming machine's RAM and collects its sections. The sender is not
 * trusted: format and token are checked here, and {@link StreamOrder} holds it to order, page numbers and totals. Used by
 * one thread at a time; where pages come by further connections, too, it waits at the end of a round for theirs.
 */
public final class StreamReceiver {
  private final GuestMemory memory;
  private final IncomingPages ram;
  private final Bytes token;
  private final Unpacking unpacking;
  private final Optional<LongConsumer> supplier;
  private final RoundBarrier rounds;
  private final StreamOrder order = new StreamOrder();
  private final List<Section> sections = new ArrayList<>();
  private final List<Section> hints = new ArrayList<>();

  /**
   * A receiver.
   *
   * @param memory the incoming machine's RAM, all zero
   * @param token what the header must show
   */
  public StreamReceiver(GuestMemory memory, Bytes token) {
    this(memory, token, Optional.empty(), new RoundBarrier(0));
  }

  /**
   * A receiver that takes a switch to post-copy and pages by further connections, too.
   *
   * @param supplier is told of pages that the guest waits for, as {@link dev.kurki.actors.memory.MissingPages} says; empty where
   *     no switch may come
   * @param rounds holds the connections together
   */
  public StreamReceiver(GuestMemory memory, Bytes token, Optional<LongConsumer> supplier, RoundBarrier rounds) {
    this.supplier = supplier;
    this.rounds = rounds;
    this.ram = new IncomingPages(memory);
    this.memory = memory;
    this.unpacking = new Unpacking(memory);
    this.token = token;
  }

  /** Reads a channel's frames for this receiver; what pages hold goes into RAM as it is read. */
  public FrameReader reader(ReadableByteChannel channel) {
    return new FrameReader(channel, ram.places(this::take));
  }

  /**
   * Receives what comes by a further connection, from any thread.
   *
   * @throws BrokenStream when there is such a one already, or there may be none; the stream does not go on then
   */
  public ChannelReceiver further(PageChannel channel) {
    rounds.join(channel.number());
    return new ChannelReceiver(ram, rounds);
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
    if (!(frame instanceof Pages || frame instanceof SummedPages)) {
      // Pages were asked about before they were read.
      order.take(frame, memory.pages()).ifPresent(found -> expect(false, found));
    }
    switch (frame) {
      case Pages _,SummedPages _ -> {
        // They are in RAM.
      }
      case PackedPages packed -> {
        unpacking.unpack(packed);
        ram.notePacked(packed);
      }
      case ZeroPages(var runs) -> ram.zero(runs);
      case Channels(var further) -> rounds.announce(further);
      case Round(var number, _) -> {
        awaitFurther();
        rounds.begin(number);
      }
      case Sync _ -> awaitFurther();
      case SectionFrame(var section) -> {
        awaitFurther();
        sections.add(section);
      }
      case HintFrame(var hint) -> hints.add(hint);
      case Missing(var marks) -> {
        awaitFurther();
        expect(supplier.isPresent(), "a switch to post-copy, which was not agreed on");
        ram.expectAgain(marks);
        ram.requireWhole();
        memory.missing().expect(marks, supplier.orElseThrow());
      }
      case End _ -> {
        ram.requireWhole();
        rounds.end();
      }
      case Header _,Want _,ReturnPathFrame _ -> {
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

  /** Hands over the hints that have come since it was asked last. */
  public List<Section> takeHints() {
    List<Section> taken = List.copyOf(hints);
    hints.clear();
    return taken;
  }

  private void take(Longs indices) {
    order.take(new Pages(indices, ByteString.emptyByteString()), memory.pages())
        .ifPresent(found -> expect(false, found));
  }

  /** All pages of the round are in RAM, whichever connection they come by, before anything of the next. */
  private void awaitFurther() {
    Brought brought = rounds.awaitAll();
    order.add(brought.pages(), brought.zeroPages());
  }

  private static void expect(boolean holds, String found) {
    if (!holds) {
      throw new BrokenStream("the stream has " + found);
    }
  }
}
