package dev.kurki.migration.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.GuardRam;
import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.machine.MachineMessage.Paused;
import dev.kurki.actors.machine.MachineMessage.RamGuarded;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachineMessage.Resumed;
import dev.kurki.actors.machine.MachineMessage.SaveSections;
import dev.kurki.actors.machine.MachineMessage.SectionsLoaded;
import dev.kurki.actors.machine.MachineMessage.SectionsRefused;
import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.SectionsSaved;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.mappedram.MappedRamWriter;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Saves a machine that runs on, as it is at one moment: it is stopped for its sections, then for nothing but, page by page, what
 * the page that its guest is about to write over takes to be put aside. The file has fixed page offsets, as pages are saved in the
 * order in which guest and saver come to them.
 *
 * <pre>
 *   Pause, SaveSections, GuardRam, Resume   the guest stands: some milliseconds
 *   all pages                               the guest runs
 *   tables, header, move to its place       the guest runs, unguarded
 * </pre>
 */
public final class BackgroundSnapshot {
  private final ActorSystem<?> system;
  private final Path file;
  private final Disk disk;
  private final ActorRef<MachineMessage> machine;
  private final GuestMemory memory;
  private final int mostCopies;
  private final Duration timeout;
  private final AtomicBoolean isOver = new AtomicBoolean();

  /**
   * What it was like.
   *
   * @param bytes how many bytes of the file are no holes
   * @param pauseNanos how long the guest was stopped
   * @param longestWaitNanos how long it has waited afterwards, at the longest, before it could write to a page
   */
  public record Saved(long bytes, long pauseNanos, long longestWaitNanos) {}

  private record Attempt(PartFile part, MappedRamWriter writer, PagesOfOneMoment pages) {}

  /**
   * A snapshot that is not begun.
   *
   * @param system where it works
   * @param file where the file goes
   * @param machine the machine, which runs
   * @param memory its RAM
   * @param copyBytes how much of what the guest has written over may stand aside at most; beyond it the guest waits until a page is
   * in the file
   * @param timeout how long the machine may take to stop, to save its sections and to go on, each
   */
  public BackgroundSnapshot(ActorSystem<?> system, Path file, ActorRef<MachineMessage> machine, GuestMemory memory,
      long copyBytes, Duration timeout) {
    this(system, file, PartFile::beside, machine, memory, copyBytes, timeout);
  }

  BackgroundSnapshot(ActorSystem<?> system, Path file, Disk disk, ActorRef<MachineMessage> machine,
      GuestMemory memory, long copyBytes, Duration timeout) {
    this.system = system;
    this.file = file;
    this.disk = disk;
    this.machine = machine;
    this.memory = memory;
    this.mostCopies = Math.clamp(copyBytes / GuestMemory.PAGE_BYTES, 0, Integer.MAX_VALUE);
    this.timeout = timeout;
  }

  /**
   * Saves the machine, once. Whatever comes of it, the machine runs on, nothing of it is guarded when the stage is complete, and
   * there is a whole file or none of this. The stage fails with an {@link IOException} when the file cannot be written, and so when
   * it was cancelled.
   *
   * @param description the machine
   */
  public CompletionStage<Saved> save(MachineDescription description) {
    return Blocking.run(system, () -> begin(description))
        .thenCompose(attempt -> atOneMoment(attempt)
            .thenCompose(pauseNanos -> Blocking.run(system, () -> saveAll(attempt, pauseNanos)))
            .whenComplete((_, _) -> end(attempt)));
  }

  /** Gives it up, from any thread. */
  public void cancel() {
    isOver.set(true);
  }

  /** All that takes its time before the guest is stopped. */
  private Attempt begin(MachineDescription description) throws IOException {
    PartFile part = disk.begin(file);
    MappedRamWriter writer = new MappedRamWriter(part.channel(), description.encode(), memory.pages());
    return new Attempt(part, writer, new PagesOfOneMoment(memory, writer, mostCopies, isOver));
  }

  private CompletionStage<Long> atOneMoment(Attempt attempt) {
    long start = System.nanoTime();
    return this.<Paused>ask(Pause::new)
        .thenCompose(_ -> this.<SectionsReply>ask(SaveSections::new))
        .thenCompose(reply -> {
          attempt.writer().begin(sections(reply));
          return this.<RamGuarded>ask(replyTo -> new GuardRam(attempt.pages(), replyTo));
        })
        .thenCompose(_ -> this.<Resumed>ask(Resume::new))
        .thenApply(_ -> System.nanoTime() - start)
        .whenComplete((_, problem) -> {
          if (problem != null) {
            machine.tell(new Resume(system.ignoreRef()));
          }
        });
  }

  private Saved saveAll(Attempt attempt, long pauseNanos) throws IOException {
    attempt.pages().saveAll();
    memory.unguard(attempt.pages());
    long bytes = attempt.writer().finish();
    attempt.part().moveToPlace();
    return new Saved(bytes, pauseNanos, attempt.pages().longestWaitNanos());
  }

  private void end(Attempt attempt) {
    isOver.set(true);
    memory.unguard(attempt.pages());
    attempt.part().close();
  }

  private static List<Section> sections(SectionsReply reply) {
    return switch (reply) {
      case SectionsSaved(var sections) -> sections;
      case SectionsRefused(var refusal) -> throw new UncheckedIOException(new IOException(refusal.sentence()));
      case SectionsLoaded _ -> throw new IllegalStateException("a save was answered like a load");
    };
  }

  private <R> CompletionStage<R> ask(Function<ActorRef<R>, MachineMessage> question) {
    return AskPattern.ask(machine, question::apply, timeout, system.scheduler());
  }
}
