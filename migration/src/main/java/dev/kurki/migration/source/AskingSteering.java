package dev.kurki.migration.source;

import dev.kurki.migration.source.SourceFeed.NextStep;
import dev.kurki.migration.source.SourceStep.LastRoundSent;
import dev.kurki.migration.source.SourceStep.RoundSent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Brings the feed's questions, which come from the stream's threads, to the source's actor.
 *
 * @param source the actor
 */
record AskingSteering(ActorRef<? super SourceStep> source) implements SourceFeed.Steering {
  @Override
  public CompletionStage<NextStep> next(Optional<RoundReport> sent) {
    CompletableFuture<NextStep> next = new CompletableFuture<>();
    source.tell(new RoundSent(sent, next));
    return next;
  }

  @Override
  public void lastRoundSent(RoundReport sent) {
    source.tell(new LastRoundSent(sent));
  }
}
