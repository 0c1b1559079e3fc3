package dev.kurki.migration.fuzz;

import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.fuzzed.FuzzedReader;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.ChannelReceiver;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.FrameReader;
import dev.kurki.migration.stream.PageChannel;
import dev.kurki.migration.stream.RoundBarrier;
import dev.kurki.migration.stream.StreamReceiver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.Thread.State;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Reads two connections of one machine: the first up to a second header, and a further one from there on, which is read by the
 * thread that calls. Whatever either says, neither waits for the other for ever, and only pages that are announced may change.
 */
final class FuzzedChannels implements FuzzedReader {
  private final FuzzedMemory memory = new FuzzedMemory();

  @Override
  public void read(byte[] input) throws IOException {
    int split = FrameWalk.secondHeader(input);
    RoundBarrier rounds = new RoundBarrier(PageChannel.MOST);
    StreamReceiver receiver = new StreamReceiver(memory.ram(), Bytes.EMPTY, Optional.empty(), rounds);
    CompletableFuture<Void> first = new CompletableFuture<>();
    Thread reading = Thread.ofPlatform().daemon().name("first").start(() -> {
      try {
        take(receiver.reader(channel(input, 0, split)), receiver::accept);
        first.complete(null);
      } catch (IOException | RuntimeException | Error e) {
        first.completeExceptionally(e);
      } finally {
        rounds.fail("the first connection has ended");
      }
    });
    try {
      further(receiver, channel(input, split, input.length));
    } finally {
      while (reading.isAlive()) {
        // Nobody else is there to wake it.
        if (reading.getState() == State.WAITING) {
          rounds.fail("the further connection has ended");
        }
        Thread.onSpinWait();
      }
      memory.requireUntouched(FrameWalk.announcedPages(input, Seeds.PAGES));
    }
    outcome(first);
  }

  @Override
  public void close() {
    memory.close();
  }

  private static void further(StreamReceiver receiver, ReadableByteChannel connection) throws IOException {
    Optional<PageChannel> channel = new FrameReader(connection, FrameReader.NO_PAGES).next()
        .filter(Header.class::isInstance).flatMap(header -> PageChannel.of((Header) header));
    if (channel.isPresent()) {
      ChannelReceiver pages = receiver.further(channel.get());
      take(pages.reader(connection), pages::accept);
    }
  }

  private static void outcome(CompletableFuture<Void> first) throws IOException {
    try {
      Void _ = first.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException cut -> throw cut;
        case BrokenStream broken -> throw broken;
        case null, default -> throw new AssertionError("the first connection ends its thread", e.getCause());
      }
    }
  }

  private static void take(FrameReader reader, Consumer<Frame> receiver) throws IOException {
    for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
      receiver.accept(next.get());
    }
  }

  private static ReadableByteChannel channel(byte[] input, int from, int to) {
    return Channels.newChannel(new ByteArrayInputStream(Arrays.copyOfRange(input, from, to)));
  }
}
