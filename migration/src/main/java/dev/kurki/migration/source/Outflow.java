package dev.kurki.migration.source;

import dev.kurki.migration.control.Capability;
import dev.kurki.migration.control.FromTarget;
import dev.kurki.migration.control.OfferReply.Accepted;
import dev.kurki.migration.stream.ReturnPathFrame.Commit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;

/** What goes from a source to a target that has accepted: the feed, the stream that brings it there, and what is answered on it. */
final class Outflow {
  private final SourceFeed feed;
  private final Optional<ReturnPath> returnPath;
  private final SourceStream.Run run;

  private Outflow(SourceFeed feed, Optional<ReturnPath> returnPath, SourceStream.Run run) {
    this.feed = feed;
    this.returnPath = returnPath;
    this.run = run;
  }

  /**
   * Begins to send.
   *
   * @param accepted where to, and what both nodes can do
   * @param course hears by how many connections, and limits their rate
   * @param steering says what comes next
   * @param ear hears what the target answers on the stream
   */
  static Outflow begin(ActorSystem<?> system, Accepted accepted, MachineToMove subject, MigrationParameters parameters,
      Course course, SourceFeed.Steering steering, Consumer<FromTarget> ear) {
    Set<Capability> agreed = Capability.known(accepted.capabilities());
    Optional<ReturnPath> returnPath = agreed.contains(Capability.RETURN_PATH)
        ? Optional.of(new ReturnPath(ear))
        : Optional.empty();
    SourceFeed feed = new SourceFeed(SourceStream.header(accepted.token(), subject.description()), subject.memory(),
        () -> course.bandwidth().batchBytes(parameters.batchBytes()), steering,
        parameters.packing().agreed(agreed, subject.memory().pages()), returnPath,
        agreed.contains(Capability.HOT_CODE) ? subject.hints() : () -> CompletableFuture.completedFuture(List.of()));
    PageConnections connections = PageConnections.agreed(accepted, parameters);
    course.sendsBy(connections.count());
    return new Outflow(feed, returnPath,
        SourceStream.run(system, feed, connections, parameters, course.bandwidth(), returnPath));
  }

  /** What is sent. */
  SourceFeed feed() {
    return feed;
  }

  /** Is complete when all of it is written, and fails when it cannot be. */
  CompletionStage<Done> done() {
    return run.done();
  }

  /** Sends the decision behind all else, where the target hears it there. */
  void decide(long epoch) {
    returnPath.ifPresent(path -> path.decide(new Commit(epoch)));
  }

  /** Ends it, also while it waits for a target that takes nothing. */
  void stop() {
    run.stop();
  }
}
