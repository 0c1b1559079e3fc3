package dev.kurki.migration.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.source.RoundReport;
import dev.kurki.migration.source.SourceFeed;
import dev.kurki.migration.source.SourceFeed.LastRound;
import dev.kurki.migration.source.SourceFeed.NextStep;
import dev.kurki.migration.source.SourceFeed.Steering;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.DirtyRound;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.FrameChannel;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.FrameReader;
import dev.kurki.migration.wire.Sockets;
import dev.kurki.migration.stream.StreamReceiver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * Saves a machine that stands still, and reads it back. Every method's stage fails with an {@link IOException} or a
 * {@link BrokenStream} when the file cannot be used.
 */
public final class SnapshotFile {
  private static final int BATCH_BYTES = 1 << 20;

  private final ActorSystem<?> system;
  private final Path file;

  /** A file, there or not. */
  public SnapshotFile(ActorSystem<?> system, Path file) {
    this.system = system;
    this.file = file;
  }

  /**
   * Writes the file beside its place and moves it there once it is whole and on the disk.
   *
   * @param description the machine
   * @param memory its RAM, which nobody writes to meanwhile
   * @param sections all its sections
   * @return its size in bytes
   */
  public CompletionStage<Long> write(MachineDescription description, GuestMemory memory, List<Section> sections) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return CompletableFuture.failedFuture(new NoSuchFileException(file.toString()));
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Header header = new Header(FrameCodec.FORMAT_VERSION, Bytes.EMPTY, description.encode());
    SourceFeed feed = new SourceFeed(header, memory, BATCH_BYTES, new OneRound(memory, sections), Optional.empty());
    FileChannel channel;
    try {
      channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    return feed.outgoing().toMat(FrameChannel.writing(() -> channel), Keep.right())
        .withAttributes(FrameChannel.BLOCKING).run(system).thenApply(_ -> {
          try (channel) {
            channel.force(true);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return feed.totalBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }).whenComplete((_, problem) -> {
          if (problem != null) {
            discard(channel, part);
          }
        });
  }

  /** Reads which machine the file has. */
  public CompletionStage<MachineDescription> describe() {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      return CompletableFuture.failedFuture(new NoSuchFileException(file.toString()));
    }
    return opened(channel -> FrameChannel.reading(() -> new FrameReader(channel, FrameReader.NO_PAGES))
        .toMat(Sink.headOption(), Keep.right()).withAttributes(FrameChannel.BLOCKING).run(system))
        .thenApply(first -> first.flatMap(SnapshotFile::described)
            .orElseThrow(() -> new BrokenStream("the file does not begin with a machine's description")));
  }

  /**
   * Reads RAM and sections.
   *
   * @param memory the RAM of the machine built for it, all zero
   */
  public CompletionStage<List<Section>> read(GuestMemory memory) {
    StreamReceiver receiver = new StreamReceiver(memory, Bytes.EMPTY);
    return opened(channel -> FrameChannel.reading(() -> receiver.reader(channel))
        .toMat(Sink.foreach(receiver::accept), Keep.right()).withAttributes(FrameChannel.BLOCKING).run(system))
        .thenApply(_ -> receiver.sections());
  }

  private <T> CompletionStage<T> opened(Function<FileChannel, CompletionStage<T>> use) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return use.apply(channel).whenComplete((_, _) -> Sockets.close(channel));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void discard(FileChannel channel, Path part) {
    try (channel) {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // What is left is marked by its name as part of something.
    }
  }

  private static Optional<MachineDescription> described(Frame first) {
    return first instanceof Header header ? MachineDescription.decode(header.description()) : Optional.empty();
  }

  /** A machine that stands still takes one round, the last. */
  private record OneRound(GuestMemory memory, List<Section> sections) implements Steering {
    @Override
    public CompletionStage<NextStep> next(Optional<RoundReport> sent) {
      return CompletableFuture.completedFuture(new LastRound(DirtyRound.everyPage(memory), sections));
    }

    @Override
    public void lastRoundSent(RoundReport sent) {}
  }
}
