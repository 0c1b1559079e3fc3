package dev.kurki.conf.bench.migration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.admin.Json;
import dev.kurki.conf.input.BadInput;

/** Speaks QEMU's machine protocol: one JSON object a line, commands one after the other, events at any time. */
final class Qmp implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final SocketChannel channel;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final Map<String, CompletableFuture<Long>> events = new ConcurrentHashMap<>();

  /** Takes a connection to QEMU and says that it can begin. */
  Qmp(SocketChannel channel) throws InterruptedException {
    this.channel = channel;
    Thread _ = Thread.ofPlatform().daemon().name("qmp").start(this::read);
    JsonNode _ = execute("qmp_capabilities", Map.of());
  }

  /**
   * Executes a command.
   *
   * @return what it returns
   * @throws BadInput when QEMU does not do it, or is gone
   */
  JsonNode execute(String command, Map<String, Object> arguments) throws InterruptedException {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("execute", command);
    if (!arguments.isEmpty()) {
      request.put("arguments", arguments);
    }
    try {
      ByteBuffer text = ByteBuffer.wrap((Json.write(request) + "\n").getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        int _ = channel.write(text);
      }
    } catch (IOException e) {
      throw new BadInput("QEMU has ended before " + command);
    }
    JsonNode answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer == null || !answer.has("return")) {
      throw new BadInput("QEMU does not " + command + ": "
          + (answer == null ? "it does not answer" : answer.path("error").path("desc").asText()));
    }
    return answer.path("return");
  }

  /** Is complete when an event of that name has come, with the time here. */
  CompletableFuture<Long> event(String name) {
    return events.computeIfAbsent(name, _ -> new CompletableFuture<>());
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long now = System.nanoTime();
        JsonNode message = Json.read(line);
        if (message.has("event")) {
          event(message.path("event").asText()).complete(now);
        } else if (!message.has("QMP")) {
          answers.add(message);
        }
      }
    } catch (IOException e) {
      // QEMU has been ended, or the connection was closed here; who waits is told by the time.
    }
  }
}
