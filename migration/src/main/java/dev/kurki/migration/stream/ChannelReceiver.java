package dev.kurki.migration.stream;

import dev.kurki.actors.section.Longs;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.ReturnPathFrame.Sync;
import dev.kurki.migration.stream.RoundBarrier.Brought;
import java.nio.channels.ReadableByteChannel;

/**
 * Takes the frames of a {@link PageChannel} into an incoming machine's RAM: pages of the round that the first connection is at,
 * and the round's end, and nothing else. The sender is not trusted. Used by one thread at a time; it waits for the others.
 */
public final class ChannelReceiver {
  private final IncomingPages ram;
  private final RoundBarrier rounds;
  private final Unpacking unpacking;
  private int round;
  private boolean isInRound;
  private long pages;
  private long zeroPages;

  ChannelReceiver(IncomingPages ram, RoundBarrier rounds) {
    this.ram = ram;
    this.rounds = rounds;
    this.unpacking = new Unpacking(ram.memory());
  }

  /** Reads the connection's frames for this receiver; what pages hold goes into RAM as it is read. */
  public FrameReader reader(ReadableByteChannel channel) {
    return new FrameReader(channel, ram.places(this::take));
  }

  /**
   * Takes the next frame; pages that come without contents are in RAM already.
   *
   * @throws BrokenStream when it is not what may come by such a connection, or leaves the RAM, or the stream does not go on
   */
  public void accept(Frame frame) {
    switch (frame) {
      case Pages _,SummedPages _ -> {
        // They are in RAM.
      }
      case PackedPages packed -> {
        take(packed.indices());
        unpacking.unpack(packed);
        ram.notePacked(packed);
      }
      case ZeroPages zeroes -> {
        StreamOrder.zeroesOutside(zeroes.runs(), ram.memory().pages()).ifPresent(ChannelReceiver::refuse);
        enterRound();
        ram.zero(zeroes.runs());
        zeroPages += zeroes.pages();
      }
      case Sync(var number) -> endRound(number);
      default -> refuse("something else than pages on a further connection");
    }
  }

  private void take(Longs indices) {
    StreamOrder.outside(indices, ram.memory().pages()).ifPresent(ChannelReceiver::refuse);
    enterRound();
    pages += indices.length();
  }

  private void enterRound() {
    if (!isInRound) {
      rounds.enter(round + 1);
      round++;
      isInRound = true;
    }
  }

  private void endRound(int number) {
    enterRound();
    if (number != round) {
      refuse("the end of round " + number + " where round " + round + " is due");
    }
    isInRound = false;
    rounds.arrive(new Brought(pages, zeroPages));
    pages = 0;
    zeroPages = 0;
  }

  private static void refuse(String found) {
    throw new BrokenStream("the stream has " + found);
  }
}
