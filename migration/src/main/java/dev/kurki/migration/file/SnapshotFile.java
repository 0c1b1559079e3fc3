package dev.kurki.migration.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.mappedram.BrokenFile;
import dev.kurki.migration.mappedram.MappedRamReader;
import dev.kurki.migration.mappedram.MappedRamWriter;
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
import dev.kurki.migration.stream.PagePacking;
import dev.kurki.migration.stream.StreamReceiver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * Saves a machine that stands still, as a stream or with fixed page offsets, and reads either back. Every method's stage fails
 * with an {@link IOException}, a {@link BrokenStream} or a {@link BrokenFile} when the file cannot be used.
 */
public final class SnapshotFile {
  private static final int BATCH_BYTES = 1 << 20;

  private final ActorSystem<?> system;
  private final Path file;
  private final Disk disk;

  /** A file, there or not. */
  public SnapshotFile(ActorSystem<?> system, Path file) {
    this(system, file, PartFile::beside);
  }

  SnapshotFile(ActorSystem<?> system, Path file, Disk disk) {
    this.system = system;
    this.file = file;
    this.disk = disk;
  }

  /**
   * Writes the file as a stream, beside its place, and moves it there once it is whole and on the disk.
   *
   * @param description the machine
   * @param memory its RAM, which nobody writes to meanwhile
   * @param sections all its sections
   * @return its size in bytes
   */
  public CompletionStage<Long> write(MachineDescription description, GuestMemory memory, List<Section> sections) {
    Header header = new Header(FrameCodec.FORMAT_VERSION, Bytes.EMPTY, description.encode());
    SourceFeed feed = new SourceFeed(header, memory, () -> BATCH_BYTES, new OneRound(memory, sections),
        PagePacking.none(), Optional.empty());
    PartFile part;
    try {
      part = disk.begin(file);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    return feed.outgoing().toMat(FrameChannel.writing(part::channel), Keep.right())
        .withAttributes(FrameChannel.BLOCKING).run(system).thenApply(_ -> {
          moveToPlace(part);
          return feed.totalBytes();
        }).whenComplete((_, _) -> part.close());
  }

  /**
   * Writes the file with fixed page offsets, beside its place, and moves it there once it is whole and on the disk.
   *
   * @param description the machine
   * @param memory its RAM, which nobody writes to meanwhile
   * @param sections all its sections
   * @return how many bytes of it are no holes
   */
  public CompletionStage<Long> writeMapped(MachineDescription description, GuestMemory memory,
      List<Section> sections) {
    return blocking(() -> {
      try (PartFile part = disk.begin(file)) {
        MappedRamWriter writer = new MappedRamWriter(part.channel(), description.encode(), memory.pages());
        writer.begin(sections);
        new PagesOfOneMoment(memory, writer, 0, new AtomicBoolean()).saveAll();
        long bytes = writer.finish();
        part.moveToPlace();
        return bytes;
      }
    });
  }

  /** Reads which machine the file has. */
  public CompletionStage<MachineDescription> describe() {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      return CompletableFuture.failedFuture(new NoSuchFileException(file.toString()));
    }
    return isMapped().thenCompose(isMapped -> isMapped ? describeMapped() : describeStream());
  }

  /**
   * Reads RAM and sections.
   *
   * @param memory the RAM of the machine built for it, all zero
   */
  public CompletionStage<List<Section>> read(GuestMemory memory) {
    return isMapped().thenCompose(isMapped -> isMapped ? readMapped(memory) : readStream(memory));
  }

  /** Whether the file has fixed page offsets. */
  public CompletionStage<Boolean> isMapped() {
    return blocking(() -> MappedRamReader.isMapped(file));
  }

  private CompletionStage<MachineDescription> describeStream() {
    return opened(channel -> FrameChannel.reading(() -> new FrameReader(channel, FrameReader.NO_PAGES))
        .toMat(Sink.headOption(), Keep.right()).withAttributes(FrameChannel.BLOCKING).run(system))
        .thenApply(first -> first.flatMap(SnapshotFile::described)
            .orElseThrow(() -> new BrokenStream("the file does not begin with a machine's description")));
  }

  private CompletionStage<MachineDescription> describeMapped() {
    return blocking(() -> {
      try (MappedRamReader reader = MappedRamReader.open(file)) {
        return MachineDescription.decode(reader.description()).orElseThrow(
            () -> new BrokenFile(reader.header().description().offset(), "a machine's description", "something else"));
      }
    });
  }

  private CompletionStage<List<Section>> readMapped(GuestMemory memory) {
    return blocking(() -> {
      try (MappedRamReader reader = MappedRamReader.open(file)) {
        List<Section> sections = reader.sections();
        reader.pages().readInto(memory);
        return sections;
      }
    });
  }

  private CompletionStage<List<Section>> readStream(GuestMemory memory) {
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

  private <T> CompletionStage<T> blocking(Callable<T> work) {
    return Blocking.run(system, work);
  }

  private static void moveToPlace(PartFile part) {
    try {
      part.moveToPlace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
