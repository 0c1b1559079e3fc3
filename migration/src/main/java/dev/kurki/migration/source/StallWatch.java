package dev.kurki.migration.source;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Notices a target that takes nothing any more though its connection stands: a stream that has asked for no further frame in
 * all of a time fails. For as long as a limit of the bandwidth holds a frame back, it is not the target that is waited for.
 */
final class StallWatch {
  /** How often it is looked in that time. */
  private static final int LOOKS = 8;

  private final SourceFeed feed;
  private final Bandwidth bandwidth;
  private final Standstill sent;
  private final CompletableFuture<Done> outcome;

  private StallWatch(SourceFeed feed, Bandwidth bandwidth, Duration patience, CompletableFuture<Done> outcome) {
    this.feed = feed;
    this.bandwidth = bandwidth;
    this.sent = new Standstill(patience);
    this.outcome = outcome;
  }

  /**
   * Watches from now on, until the outcome is there.
   *
   * @param patience how long the target may take nothing; zero for ever
   * @param outcome is failed with an {@link IOException}
   */
  static void over(ActorSystem<?> system, SourceFeed feed, Bandwidth bandwidth, Duration patience,
      CompletableFuture<Done> outcome) {
    if (patience.isZero()) {
      return;
    }
    StallWatch watch = new StallWatch(feed, bandwidth, patience, outcome);
    Duration interval = patience.dividedBy(LOOKS);
    Cancellable looks = system.scheduler().scheduleWithFixedDelay(Duration.ZERO, interval, watch::look,
        system.executionContext());
    CompletableFuture<Done> _ = outcome.whenComplete((_, _) -> {
      boolean _ = looks.cancel();
    });
  }

  private void look() {
    long now = System.nanoTime();
    long bytes = feed.totalBytes();
    if (!feed.awaitsTarget() || bandwidth.isHolding()) {
      sent.begin(bytes, now);
    } else if (sent.lasts(bytes, now)) {
      boolean _ = outcome.completeExceptionally(new IOException("it has taken nothing for " + sent.patience()));
    }
  }
}
