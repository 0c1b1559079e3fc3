package dev.kurki.migration.target;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.stream.FrameChannel;
import dev.kurki.migration.stream.LatePages;
import dev.kurki.migration.stream.Outgoing;
import dev.kurki.migration.stream.PostcopyChannel;
import dev.kurki.migration.stream.PostcopyFrame.Missing;
import dev.kurki.migration.stream.PostcopyFrame.Want;
import dev.kurki.migration.target.Listener.Connection;
import dev.kurki.migration.wire.Sockets;
import dev.kurki.migration.wire.Wire;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The connections of a target in post-copy: what comes by them goes into RAM, what the guest waits for is asked for. Each graph
 * runs on a thread of its own. A connection that is made anew takes the place of the one before.
 *
 * <pre>
 *   which pages are missing -- write-frames: background, once, or now and then with the capability release-ram
 *   background: read-frames -- late-pages
 *
 *   wanted pages -- write-frames: urgent
 *   urgent: read-frames -- late-pages
 * </pre>
 */
final class LateStreams implements AutoCloseable {
  /** More pages than vCPUs, debuggers and loaders wait for at a time; one that found no room comes by the background. */
  private static final int WANTED = 4096;

  private final ActorSystem<?> system;
  private final GuestMemory memory;
  private final Optional<Duration> repeats;
  private final Consumer<Broken> ear;
  private final Map<PostcopyChannel, Connection> open = new EnumMap<>(PostcopyChannel.class);
  private Optional<BoundedSourceQueue<Outgoing>> wants = Optional.empty();

  /**
   * A connection has ended.
   *
   * @param connection which
   * @param reason for people
   */
  record Broken(Connection connection, String reason) {}

  /**
   * No connections yet.
   *
   * @param repeats how often the source is told again which pages are missing; empty for never
   * @param ear hears of connections that end, on a stream's thread
   */
  LateStreams(ActorSystem<?> system, GuestMemory memory, Optional<Duration> repeats, Consumer<Broken> ear) {
    this.system = system;
    this.memory = memory;
    this.repeats = repeats;
    this.ear = ear;
  }

  /** Takes a connection up; one that says to be no channel of post-copy is closed. */
  synchronized void join(Connection connection) {
    Optional<PostcopyChannel> channel = PostcopyChannel.of(connection.header());
    channel.ifPresentOrElse(which -> {
      if (which == PostcopyChannel.BACKGROUND) {
        // It is the first of a new pair.
        close();
      }
      Optional.ofNullable(open.put(which, connection)).ifPresent(before -> Sockets.close(before.wire()));
      switch (which) {
        case BACKGROUND -> missing(connection)
            .to(FrameChannel.writing(connection::wire)).withAttributes(FrameChannel.BLOCKING_AND_TOLD).run(system);
        case URGENT -> {
          BoundedSourceQueue<Outgoing> queue = Source.<Outgoing>queue(WANTED)
              .to(FrameChannel.writing(connection::wire)).withAttributes(FrameChannel.BLOCKING_AND_TOLD).run(system);
          wants.ifPresent(BoundedSourceQueue::complete);
          wants = Optional.of(queue);
          memory.missing().wanted().forEach(this::want);
        }
      }
      take(connection);
    }, () -> Sockets.close(connection.wire()));
  }

  /** Asks for a page; while there is no connection it is asked for when there is one. */
  synchronized void want(long page) {
    wants.ifPresent(queue -> queue.offer(new Want(page)));
  }

  /** Whether both connections are there. */
  synchronized boolean isConnected() {
    return open.size() == PostcopyChannel.values().length;
  }

  /** Lets go of a connection that has ended, and of the other: they live and break together. Says whether it was one of them. */
  synchronized boolean drop(Broken broken) {
    if (!open.containsValue(broken.connection())) {
      return false;
    }
    close();
    return true;
  }

  @Override
  public synchronized void close() {
    wants.ifPresent(BoundedSourceQueue::complete);
    wants = Optional.empty();
    open.values().forEach(connection -> Sockets.close(connection.wire()));
    open.clear();
  }

  /** What is told again is as it is when it is asked for, and ends with the connection. */
  private Source<Outgoing, NotUsed> missing(Connection connection) {
    Source<Outgoing, NotUsed> once = Source.single(new Missing(memory.missing().marks()));
    return repeats.map(interval -> once.concatLazy(Source.tick(interval, interval, NotUsed.notUsed())
        .takeWhile(_ -> connection.wire().isOpen())
        .map(_ -> new Missing(memory.missing().marks())))).orElse(once);
  }

  private void take(Connection connection) {
    Wire wire = connection.wire();
    LatePages pages = new LatePages(memory);
    CompletionStage<Done> taken = FrameChannel.reading(() -> pages.reader(wire))
        .toMat(Sink.foreach(pages::accept), Keep.right()).named("late-pages")
        .withAttributes(FrameChannel.BLOCKING_AND_TOLD)
        .run(system);
    CompletionStage<Done> _ = taken.whenComplete((_, problem) -> ear.accept(new Broken(connection, problem == null
        ? "the source has ended the connection"
        : FrameChannel.reasonOf(problem))));
  }
}
