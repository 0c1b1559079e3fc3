package dev.kurki.migration.source;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.Channels;
import dev.kurki.migration.stream.DirtyRound;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.HintFrame;
import dev.kurki.migration.stream.Outgoing;
import dev.kurki.migration.stream.PackedPages;
import dev.kurki.migration.stream.PageBatch;
import dev.kurki.migration.stream.PagePacking;
import dev.kurki.migration.stream.PostcopyFrame.Missing;
import dev.kurki.migration.stream.PostcopyFrame;
import dev.kurki.migration.stream.ReturnPathFrame;
import dev.kurki.migration.stream.ReturnPathFrame.Sync;
import dev.kurki.migration.stream.SummedPages;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;

/**
 * All that one machine's stream is fed with, as it is asked for: guest RAM is looked at when the network has room. When a round
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

  /**
   * The switch to post-copy, with the guest stopped: its sections go now, and pages later.
   *
   * @param dirty the pages that have changed since the last round began; what that has not sent comes on top
   */
  public record SwitchOver(Longs dirty, List<Section> sections) implements NextStep {
    /** Copies the sections. */
    public SwitchOver {
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

  private enum Part {
    BEGINNING,
    ROUND,
    /** The target is making use of what it was told; the first round is over. */
    HINTED,
    LAST_ROUND,
    SENT,
    DECIDED
  }

  private final GuestMemory memory;
  private final IntSupplier batchBytes;
  private final Steering steering;
  private final Optional<ReturnPath> returnPath;
  private final Supplier<CompletionStage<List<Section>>> hints;
  private final PagePacking packing;
  private final Queue<Outgoing> queue = new ArrayDeque<>();
  private Optional<DirtyRound> round = Optional.empty();
  private List<Section> sections = List.of();
  private Part part = Part.BEGINNING;
  /** Whether it is the network, or the target behind it, that is waited for. */
  private volatile boolean awaitsTarget = true;
  private volatile boolean isCutShort;
  /** What a round that was cut short has not sent. */
  private Optional<Longs> left = Optional.empty();
  private volatile Longs switched = Longs.of();
  private boolean isSyncing;
  /** What the first round came to, while hints are sent behind it. */
  private Optional<RoundReport> firstRound = Optional.empty();
  private int number;
  private long dirtyPages;
  private long roundPages;
  private long roundZeroPages;
  private long roundBytes;
  private PackingReport roundPacking = PackingReport.NONE;
  private long roundStart;
  private long pages;
  private long zeroPages;
  private final AtomicLong sectionBytes = new AtomicLong();
  private final AtomicLong totalBytes = new AtomicLong();
  private volatile RoundReport soFar = report();

  /**
   * A feed.
   *
   * @param header the stream's first frame
   * @param memory the guest RAM
   * @param batchBytes about how many bytes of pages the next frame carries
   * @param steering who says what comes next
   * @param packing makes pages shorter
   * @param returnPath what the target answers on the stream itself, if it does
   * @param hints asks for what is told to the target after the first round, where it answers on the stream
   */
  public SourceFeed(Header header, GuestMemory memory, IntSupplier batchBytes, Steering steering,
      PagePacking packing, Optional<ReturnPath> returnPath, Supplier<CompletionStage<List<Section>>> hints) {
    this.hints = hints;
    this.packing = packing;
    this.returnPath = returnPath;
    this.memory = memory;
    this.batchBytes = batchBytes;
    this.steering = steering;
    queue.add(header);
  }

  /** A feed that tells no target anything beside the machine's state. */
  public SourceFeed(Header header, GuestMemory memory, IntSupplier batchBytes, Steering steering,
      PagePacking packing, Optional<ReturnPath> returnPath) {
    this(header, memory, batchBytes, steering, packing, returnPath,
        () -> CompletableFuture.completedFuture(List.of()));
  }

  /** All that is to be sent; to be run once. */
  public Source<Outgoing, NotUsed> outgoing() {
    return Source.unfoldAsync(this, SourceFeed::next).named("machine-frames");
  }

  /** How many bytes the stream has had so far. */
  public long totalBytes() {
    return totalBytes.get();
  }

  /** What the round that is being sent has come to so far; number 0 before the first. Any thread may ask. */
  public RoundReport soFar() {
    return soFar;
  }

  /** How many of them were sections'. */
  public long sectionBytes() {
    return sectionBytes.get();
  }

  /** Whether the target is waited for to take what is sent: not when all is sent, nor while it is decided what comes next. */
  boolean awaitsTarget() {
    return awaitsTarget;
  }

  /** Ends the round that is being sent after what is on its way, from any thread; the switch to post-copy is to follow. */
  public void cutShort() {
    isCutShort = true;
  }

  /** The pages that are to come after the switch to post-copy; of no length before it. */
  public Longs switched() {
    return switched;
  }

  private CompletionStage<Optional<Pair<SourceFeed, Outgoing>>> next() {
    Outgoing queued = queue.poll();
    if (queued != null) {
      return CompletableFuture.completedFuture(emit(queued));
    }
    if (isCutShort && part == Part.ROUND && round.isPresent()) {
      left = Optional.of(round.get().remaining());
      round = Optional.empty();
    }
    Optional<Outgoing> gathered = round.flatMap(DirtyRound::next);
    if (gathered.isPresent()) {
      queue.addAll(packing.pack(gathered.get()));
      return next();
    }
    return switch (part) {
      case BEGINNING -> nextStep(Optional.empty());
      case ROUND -> endOfRound();
      case HINTED -> endOfHints(returnPath.orElseThrow());
      case LAST_ROUND -> {
        steering.lastRoundSent(report());
        yield finish();
      }
      case SENT -> {
        part = Part.DECIDED;
        yield returnPath.isPresent() ? returnPath.get().decision().thenApply(this::emit) : next();
      }
      case DECIDED -> CompletableFuture.completedFuture(Optional.empty());
    };
  }

  /** With a return path a round is over when the target has all of it: its rate is that of what was acknowledged. */
  private CompletionStage<Optional<Pair<SourceFeed, Outgoing>>> endOfRound() {
    if (returnPath.isEmpty()) {
      return nextStep(Optional.of(report()));
    }
    if (!isSyncing) {
      isSyncing = true;
      return CompletableFuture.completedFuture(emit(new Sync(number)));
    }
    isSyncing = false;
    return returnPath.get().synced(number)
        .thenCompose(_ -> number == 1 ? hint(returnPath.get()) : nextStep(Optional.of(report())));
  }

  /** The first round is over: now that the target has all pages once, it is told what helps it, while the guest goes on here. */
  private CompletionStage<Optional<Pair<SourceFeed, Outgoing>>> hint(ReturnPath target) {
    RoundReport sent = report();
    return hints.get().exceptionally(_ -> List.of()).thenCompose(told -> {
      if (told.isEmpty()) {
        return nextStep(Optional.of(sent));
      }
      told.forEach(hint -> queue.add(new HintFrame(hint)));
      queue.add(new Sync(number));
      target.expectAgain(number);
      firstRound = Optional.of(sent);
      part = Part.HINTED;
      return next();
    });
  }

  private CompletionStage<Optional<Pair<SourceFeed, Outgoing>>> endOfHints(ReturnPath target) {
    part = Part.ROUND;
    return target.synced(number).thenCompose(_ -> nextStep(firstRound));
  }

  private CompletionStage<Optional<Pair<SourceFeed, Outgoing>>> finish() {
    sections.forEach(section -> queue.add(new SectionFrame(section)));
    queue.add(new End(pages, zeroPages, sections.size()));
    part = Part.SENT;
    awaitsTarget = false;
    return next();
  }

  private CompletionStage<Optional<Pair<SourceFeed, Outgoing>>> nextStep(Optional<RoundReport> sent) {
    awaitsTarget = false;
    return steering.next(sent).thenCompose(step -> {
      awaitsTarget = true;
      return switch (step) {
        case SwitchOver(var dirty, var lastSections) -> {
          switched = DirtyRound.union(dirty, left.orElse(Longs.of()));
          sections = lastSections;
          queue.add(new Missing(switched));
          yield finish();
        }
        case AnotherRound _,LastRound _ -> CompletableFuture.completedFuture(emit(begin(step)));
      };
    });
  }

  private Frame begin(NextStep step) {
    Longs dirty = switch (step) {
      case AnotherRound(var pagesToSend) -> {
        part = Part.ROUND;
        yield pagesToSend;
      }
      case LastRound(var pagesToSend, var lastSections) -> {
        part = Part.LAST_ROUND;
        sections = lastSections;
        yield pagesToSend;
      }
      case SwitchOver _ -> throw new IllegalStateException("a switch to post-copy has no round");
    };
    round = Optional.of(new DirtyRound(memory, dirty, batchBytes));
    dirtyPages = DirtyRound.count(dirty);
    roundPages = 0;
    roundZeroPages = 0;
    roundBytes = 0;
    roundPacking = PackingReport.NONE;
    roundStart = System.nanoTime();
    Round begun = new Round(++number, dirtyPages);
    packing.begin(begun);
    return begun;
  }

  private RoundReport report() {
    return new RoundReport(number, dirtyPages, roundPages, roundZeroPages, roundBytes, System.nanoTime() - roundStart,
        roundPacking);
  }

  private Optional<Pair<SourceFeed, Outgoing>> emit(Outgoing outgoing) {
    int bytes = FrameCodec.bytes(outgoing);
    totalBytes.addAndGet(bytes);
    switch (outgoing) {
      case PageBatch(_, var indices, _) -> countPages(indices.length(), bytes);
      case Pages(var indices, _) -> countPages(indices.length(), bytes);
      case SummedPages(var indices, _, _) -> countPages(indices.length(), bytes);
      case PackedPages packed -> {
        countPages(packed.indices().length(), bytes);
        roundPacking = roundPacking.plus(PackingReport.of(packed, bytes));
      }
      case ZeroPages zeroes -> {
        long count = zeroes.pages();
        zeroPages += count;
        roundZeroPages += count;
        roundBytes += bytes;
      }
      case SectionFrame _ -> sectionBytes.addAndGet(bytes);
      case Header _, Round _, End _, ReturnPathFrame _, PostcopyFrame _, Channels _, HintFrame _ -> {
        // They belong to no kind of cargo.
      }
    }
    soFar = report();
    return Optional.of(new Pair<>(this, outgoing));
  }

  private void countPages(int count, int bytes) {
    pages += count;
    roundPages += count;
    roundBytes += bytes;
  }
}
