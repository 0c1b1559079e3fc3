package dev.kurki.migration.stream;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * A blocking channel, of a socket or of a file, as the end of a Pekko Stream. A graph with such an end runs with the attributes
 * {@link #BLOCKING}, all of it on one thread: an element is asked for when the one before is through. Closing the channel
 * from outside ends the stream with a failure, also while it blocks.
 */
public final class FrameChannel {
  /**
   * For a whole graph, not for parts of it, as each part would have a thread of its own and run ahead of the other. Whoever runs
   * it tells why it failed: the log has no second word of it.
   */
  public static final Attributes BLOCKING = ActorAttributes.dispatcher("kurki.migration.io-dispatcher").and(
      Attributes.createLogLevels(Attributes.logLevelOff(), Attributes.logLevelOff(), Attributes.logLevelOff()));

  /** The same for graphs whose failures are told by whoever runs them: they are not logged as well. */
  public static final Attributes BLOCKING_AND_TOLD = BLOCKING.and(
      Attributes.createLogLevels(Attributes.logLevelOff(), Attributes.logLevelOff(), Attributes.logLevelOff()));

  private FrameChannel() {}

  /**
   * Where a stream is written to a channel, until it is over, whatever ends it.
   *
   * @param channel opens it, for as long as that takes; called once, when the first element is there
   * @return is complete when all is written; the channel stays open
   */
  public static Sink<Outgoing, CompletionStage<Done>> writing(Callable<? extends WritableByteChannel> channel) {
    return Sink.lazySink(() -> {
      FrameWriter writer = new FrameWriter(channel.call());
      return Flow.of(Outgoing.class).statefulMap(() -> writer, FrameChannel::written, FrameChannel::over)
          .toMat(Sink.ignore(), Keep.right());
    }).mapMaterializedValue(stage -> stage.thenCompose(done -> done)).named("write-frames");
  }

  private static Pair<FrameWriter, Integer> written(FrameWriter writer, Outgoing outgoing) throws IOException {
    return new Pair<>(writer, writer.write(outgoing));
  }

  private static Optional<Integer> over(FrameWriter writer) {
    writer.close();
    return Optional.empty();
  }

  /** Why a stream failed, for people. */
  public static String reasonOf(Throwable problem) {
    Throwable cause = problem instanceof CompletionException && problem.getCause() != null
        ? problem.getCause()
        : problem;
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /**
   * The frames of a channel; fails with {@link BrokenStream} where there is none, and with {@link IOException} when the
   * channel fails.
   *
   * @param reader opens the channel; called once
   */
  public static Source<Frame, NotUsed> reading(Callable<FrameReader> reader) {
    return Source.lazySource(() -> {
      FrameReader frames = reader.call();
      return Source.unfold(frames, more -> more.next().map(frame -> new Pair<>(more, frame)));
    }).mapMaterializedValue(_ -> NotUsed.notUsed()).named("read-frames");
  }

  /** As {@link #reading}, for a channel that this side closes when it has heard enough: then the frames end there. */
  public static Source<Frame, NotUsed> hearing(Callable<FrameReader> reader) {
    return Source.lazySource(() -> {
      FrameReader frames = reader.call();
      return Source.unfold(frames, more -> heard(more).map(frame -> new Pair<>(more, frame)));
    }).mapMaterializedValue(_ -> NotUsed.notUsed()).named("hear-frames");
  }

  private static Optional<Frame> heard(FrameReader frames) throws IOException {
    try {
      return frames.next();
    } catch (IOException e) {
      if (frames.isOpen()) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
