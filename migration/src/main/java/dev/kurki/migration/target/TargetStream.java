package dev.kurki.migration.target;

import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.FrameChannel;
import dev.kurki.migration.stream.FrameReader;
import dev.kurki.migration.stream.Outgoing;
import dev.kurki.migration.stream.ReturnPathFrame;
import dev.kurki.migration.stream.ReturnPathFrame.Commit;
import dev.kurki.migration.stream.ReturnPathFrame.Sync;
import dev.kurki.migration.stream.ReturnPathFrame.Synced;
import dev.kurki.migration.stream.StreamReceiver;
import dev.kurki.migration.target.Listener.Connection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The target's stream, top to bottom, each way on one thread. The connection that shows the token is taken; each frame is in guest
 * RAM before the next is asked for; what the target answers goes back on the same wire.
 *
 * <pre>
 *   a wire from the source: read-frames -- receive-frames
 *                           write-frames -- answers
 * </pre>
 */
final class TargetStream {
  private static final int ANSWERS = 64;
  /** How long a source is kept waiting at most until the target has made use of its hints. */
  private static final long WARM_UP_MILLIS = 2_000;

  private final StreamReceiver receiver;
  private final Ear ear;
  private final BoundedSourceQueue<Outgoing> answers;

  /** Who hears what comes, on the stream's thread. */
  interface Ear {
    /** The stream is whole. */
    void whole(List<Section> sections);

    /** Hints have come, and all pages of the first round are there; complete when use has been made of them. */
    CompletionStage<Done> hinted(List<Section> hints);

    /** The source has decided. */
    void committed(long epoch);
  }

  private TargetStream(StreamReceiver receiver, Ear ear, BoundedSourceQueue<Outgoing> answers) {
    this.receiver = receiver;
    this.ear = ear;
    this.answers = answers;
  }

  /** A running stream. */
  record Run(BoundedSourceQueue<Outgoing> answers, PageStreams further, CompletionStage<Done> done) {
    /** Tells the source something on the return path; where it cannot be sent, the cluster's message says the same. */
    void answer(ReturnPathFrame frame) {
      answers.offer(frame);
    }

    /** Nothing is waited for any more. */
    void close() {
      further.close();
    }
  }

  /**
   * Takes the stream that comes.
   *
   * @param further takes the connections beside the first; they live and break together
   * @return fails when it is not whole
   */
  static Run take(ActorSystem<?> system, Listener listener, StreamReceiver receiver, PageStreams further, Ear ear) {
    Pair<BoundedSourceQueue<Outgoing>, CompletionStage<Done>> back = Source.<Outgoing>queue(ANSWERS)
        .toMat(FrameChannel.writing(() -> listener.connection().join().wire()), Keep.both())
        .withAttributes(FrameChannel.BLOCKING).run(system);
    TargetStream stream = new TargetStream(receiver, ear, back.first());
    CompletionStage<Done> done = FrameChannel.reading(() -> stream.begin(listener.connection().join()))
        .toMat(Sink.<Frame>foreach(stream::take).named("receive-frames"), Keep.right())
        .withAttributes(FrameChannel.BLOCKING).run(system).thenApply(end -> {
          receiver.sections();
          return end;
        }).whenComplete((_, _) -> back.first().complete());
    return new Run(back.first(), further, further.orBroken(done));
  }

  private FrameReader begin(Connection connection) {
    receiver.accept(connection.header());
    return receiver.reader(connection.wire());
  }

  /** The source waits meanwhile, and its guest runs on; this thread is the stream's own. */
  private void warmUp(List<Section> hints) {
    if (!hints.isEmpty()) {
      Done _ = ear.hinted(hints).toCompletableFuture()
          .completeOnTimeout(Done.getInstance(), WARM_UP_MILLIS, TimeUnit.MILLISECONDS)
          .exceptionally(_ -> Done.getInstance()).join();
    }
  }

  private void take(Frame frame) {
    receiver.accept(frame);
    switch (frame) {
      case Sync(var round) -> {
        warmUp(receiver.takeHints());
        answers.offer(new Synced(round));
      }
      case End _ -> ear.whole(receiver.sections());
      case Commit(var epoch) -> ear.committed(epoch);
      default -> {
        // It is in RAM, or kept until the end.
      }
    }
  }
}
