package dev.kurki.migration.file;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** Work that blocks in a file, on the threads that an actor system has for that. */
final class Blocking {
  private Blocking() {}

  /** Begins work; the stage fails as it does. */
  static <T> CompletionStage<T> run(ActorSystem<?> system, Callable<T> work) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return work.call();
      } catch (Exception e) {
        throw new CompletionException(e);
      }
    }, system.dispatchers().lookup(DispatcherSelector.blocking()));
  }
}
