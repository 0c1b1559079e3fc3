package dev.kurki.migration.source;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.DirtyRound;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.FrameCodec;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * The bytes of one machine's stream, made as they are asked for: guest RAM is read when the network has room. When a round
 * is through, whoever steers the migration says what comes next.
 */
public final class SourceFeed {
  /** What comes after a round. */
  public sealed interface NextStep {}

  /** A round over these pages; the guest goes on meanwhile. */
  public record AnotherRound(Longs dirty) implements NextStep {}

  /** The last round, with the guest stopped, and its sections. */
  public record LastRound(Longs dirty, List<Section> sections) implements NextStep {
    /** Copies the sections. */
    public LastRound {
      sections = List.copyOf(sections);
    }
  }

  /** Who steers the migration. */
  public interface Steering {
    /** Says what comes next: first with nothing, then with each round's report. */
    CompletionStage<NextStep> next(Optional<RoundReport> sent);

    /** Hears that the last round is through and only sections are left. */
    void lastRoundSent(RoundReport sent);
  }

  private final GuestMemory memory;
  private final int batchBytes;
  private final Steering steering;
  private final Queue<Frame> queue = new ArrayDeque<>();
  private Optional<DirtyRound> round = Optional.empty();
  private List<Section> sections = List.of();
  private boolean last;
  private int number;
  private long dirtyPages;
  private long roundPages;
  private long roundZeroPages;
  private long roundBytes;
  private long roundStart;
  private long pages;
  private long zeroPages;
  private final AtomicLong sectionBytes = new AtomicLong();
  private final AtomicLong totalBytes = new AtomicLong();

  /**
   * A feed.
   *
   * @param header the stream's first frame
   * @param memory the guest RAM
   * @param batchBytes about how many bytes of pages a frame carries
   * @param steering who says what comes next
   */
  public SourceFeed(Header header, GuestMemory memory, int batchBytes,
      Steering steering) {
    this.memory = memory;
    this.batchBytes = batchBytes;
    this.steering = steering;
    queue.add(header);
  }

  /** The stream of bytes; to be run once. */
  public Source<ByteString, NotUsed> bytes() {
    return Source.unfoldAsync(this, SourceFeed::next).named("machine-frames");
  }

  /** How many bytes the stream has had so far. */
  public long totalBytes() {
    return totalBytes.get();
  }

  /** How many of them were sections'. */
  public long sectionBytes() {
    return sectionBytes.get();
  }

  private CompletionStage<Optional<Pair<SourceFeed, ByteString>>> next() {
    Frame queued = queue.poll();
    if (queued != null) {
      return CompletableFuture.completedFuture(emit(queued));
    }
    Optional<Frame> page = round.flatMap(DirtyRound::next);
    if (page.isPresent()) {
      return CompletableFuture.completedFuture(emit(page.get()));
    }
    Optional<RoundReport> sent = round.map(_ -> report());
    round = Optional.empty();
    if (!last) {
      return steering.next(sent).thenApply(step -> emit(begin(step)));
    }
    return CompletableFuture.completedFuture(sent.flatMap(report -> {
      steering.lastRoundSent(report);
      return emit(finish());
    }));
  }

  private Frame begin(NextStep step) {
    Longs dirty = switch (step) {
      case AnotherRound(var pagesToSend) -> pagesToSend;
      case LastRound(var pagesToSend, var lastSections) -> {
        last = true;
        sections = lastSections;
        yield pagesToSend;
      }
    };
    round = Optional.of(new DirtyRound(memory, dirty, batchBytes));
    dirtyPages = DirtyRound.count(dirty);
    roundPages = 0;
    roundZeroPages = 0;
    roundBytes = 0;
    roundStart = System.nanoTime();
    return new Round(++number, dirtyPages);
  }

  private Frame finish() {
    sections.forEach(section -> queue.add(new SectionFrame(section)));
    queue.add(new End(pages, zeroPages, sections.size()));
    return queue.remove();
  }

  private RoundReport report() {
    return new RoundReport(number, dirtyPages, roundPages, roundZeroPages, roundBytes, System.nanoTime() - roundStart);
  }

  private Optional<Pair<SourceFeed, ByteString>> emit(Frame frame) {
    ByteString bytes = FrameCodec.encode(frame);
    totalBytes.addAndGet(bytes.length());
    switch (frame) {
      case Pages(var indices, _) -> {
        pages += indices.length();
        roundPages += indices.length();
        roundBytes += bytes.length();
      }
      case ZeroPages zeroes -> {
        long count = zeroes.pages();
        zeroPages += count;
        roundZeroPages += count;
        roundBytes += bytes.length();
      }
      case SectionFrame _ -> sectionBytes.addAndGet(bytes.length());
      case Header _, Round _, End _ -> {
        // They belong to no kind of cargo.
      }
    }
    return Optional.of(new Pair<>(this, bytes));
  }
}
