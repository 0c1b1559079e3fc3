package dev.kurki.conf.bench.cpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.bench.Workspace;
import dev.kurki.conf.input.BadInput;

/** A process that runs a guest, its console and its clocks. */
final class Emulation implements AutoCloseable {
  private static final int BUFFER_BYTES = 4096;

  private final Engine engine;
  private final Process process;
  private final Path log;
  private final ThreadTime threads;
  private final long begunNanos;

  private Emulation(Engine engine, Process process, Path log, long begunNanos) {
    this.engine = engine;
    this.process = process;
    this.log = log;
    this.threads = new ThreadTime(process.pid(), engine.threads());
    this.begunNanos = begunNanos;
  }

  /**
   * Starts it. The thread that calls has to live as long as it.
   *
   * @param console gets what the guest transmits, and when that was by the clocks of this emulation
   * @throws BadInput when it cannot be started
   */
  static Emulation start(Workspace workspace, Engine engine, Payload payload, BiConsumer<Bytes, Spent> console) {
    Path log = workspace.file(engine.word() + ".log");
    try {
      long begun = System.nanoTime();
      Process process = new ProcessBuilder(engine.command(payload)).redirectError(log.toFile()).start();
      Emulation emulation = new Emulation(engine, process, log, begun);
      Thread _ = Thread.ofPlatform().daemon().name(engine.title() + " console").start(() -> emulation.listen(console));
      return emulation;
    } catch (IOException e) {
      throw new BadInput(engine.title() + " cannot be started: " + e.getMessage());
    }
  }

  /** What it has taken since it was started. */
  Spent spent() {
    return new Spent((System.nanoTime() - begunNanos) / 1e9, threads.seconds());
  }

  /** Types on the guest's console. */
  void type(Bytes data) {
    try {
      OutputStream keyboard = process.getOutputStream();
      keyboard.write(data.toArray());
      keyboard.flush();
    } catch (IOException e) {
      // It has ended, which its status will tell.
    }
  }

  /** Waits for its end; nothing when that does not come in time. */
  OptionalInt awaitEnd(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  /** What it has said of itself, in one line. */
  String said() {
    try {
      return engine.title() + " says: " + Files.readString(log).strip().replace('\n', ' ');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it. */
  @Override
  public void close() {
    process.destroyForcibly();
    Process _ = process.onExit().join();
  }

  private void listen(BiConsumer<Bytes, Spent> console) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream screen = process.getInputStream()) {
      for (int count = screen.read(buffer); count >= 0; count = screen.read(buffer)) {
        console.accept(Bytes.of(Arrays.copyOf(buffer, count)), spent());
      }
    } catch (IOException e) {
      // It was ended from here.
    }
  }
}
