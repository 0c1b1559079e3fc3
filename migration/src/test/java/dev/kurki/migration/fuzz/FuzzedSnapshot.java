package dev.kurki.migration.fuzz;

import dev.kurki.migration.fuzzed.Scratch;
import dev.kurki.migration.fuzzed.FuzzedReader;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.file.SnapshotFile;
import dev.kurki.migration.mappedram.BrokenFile;
import dev.kurki.migration.stream.BrokenStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Restores a machine from a file. */
final class FuzzedSnapshot implements FuzzedReader {
  private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "fuzz");
  private final GuestMemory memory = new GuestMemory(0x8000_0000L, Seeds.PAGES * GuestMemory.PAGE_BYTES);
  private final Path file = Scratch.file("snapshot");

  @Override
  public void read(byte[] input) throws IOException {
    SnapshotFile snapshot = new SnapshotFile(system, Files.write(file, input));
    outcome(snapshot.describe());
    outcome(snapshot.read(memory));
    for (int page = 0; page < Seeds.PAGES; page++) {
      memory.page(page).fill((byte) 0);
    }
  }

  @Override
  public void close() {
    system.terminate();
    memory.close();
  }

  private static void outcome(CompletionStage<?> stage) {
    try {
      Object _ = stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException _,BrokenStream _,BrokenFile _ -> {
          // It is no machine's file.
        }
        case null, default -> throw e;
      }
    }
  }
}
