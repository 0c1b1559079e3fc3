package dev.kurki.migration.source;

import dev.kurki.migration.control.FromTarget;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.ReturnPathFrame.Commit;
import dev.kurki.migration.stream.ReturnPathFrame.Postcopy;
import dev.kurki.migration.stream.ReturnPathFrame.Prepared;
import dev.kurki.migration.stream.ReturnPathFrame.Running;
import dev.kurki.migration.stream.ReturnPathFrame.Synced;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What the target answers on the stream, brought to those who wait for it: the feed for the end of a round, the source's actor
 * for the end of the migration. Any thread may use it.
 */
public final class ReturnPath {
  private final Map<Integer, CompletableFuture<Integer>> rounds = new ConcurrentHashMap<>();
  private final CompletableFuture<Commit> decision = new CompletableFuture<>();
  private final Consumer<FromTarget> source;

  /**
   * A return path.
   *
   * @param source hears what the cluster's messages of the same names say, too
   */
  ReturnPath(Consumer<FromTarget> source) {
    this.source = source;
  }

  /** Is complete when all of a round is in the target's RAM. */
  CompletionStage<Integer> synced(int round) {
    return rounds.computeIfAbsent(round, _ -> new CompletableFuture<>());
  }

  /** A round's end is to be told once more: {@link #synced} is about the next answer from here on. */
  void expectAgain(int round) {
    rounds.remove(round);
  }

  /** What the source decides when everything is sent. */
  CompletionStage<Commit> decision() {
    return decision;
  }

  /** Sends the decision. */
  void decide(Commit commit) {
    decision.complete(commit);
  }

  /**
   * Takes what the target says.
   *
   * @throws BrokenStream when it is nothing that a target may say
   */
  void take(Frame frame) {
    switch (frame) {
      case Synced(var round) -> rounds.computeIfAbsent(round, _ -> new CompletableFuture<>()).complete(round);
      case Prepared(var epoch) -> source.accept(new FromTarget.Prepared(epoch));
      case Postcopy(var epoch) -> source.accept(new FromTarget.Postcopy(epoch));
      case Running(var epoch) -> source.accept(new FromTarget.Running(epoch));
      default -> throw new BrokenStream("a frame on the return path that a target does not send");
    }
  }
}
