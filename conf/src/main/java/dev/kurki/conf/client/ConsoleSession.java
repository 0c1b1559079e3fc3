package dev.kurki.conf.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.admin.Json;
import dev.kurki.conf.input.BadInput;
import org.jspecify.annotations.Nullable;

/** One console session: it stays with its machine when that moves to another node. */
public final class ConsoleSession implements AutoCloseable {
  /**
   * How a session ended.
   *
   * @param status the machine's, 0 when the session was closed
   * @param reason for people
   */
  public record End(int status, String reason) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final String machine;
  private final Consumer<Bytes> output;
  private final Consumer<String> moved;
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final List<Bytes> typedAhead = new ArrayList<>();
  private volatile @Nullable WebSocket socket;
  private boolean following;

  private ConsoleSession(String machine, Consumer<Bytes> output, Consumer<String> moved) {
    this.machine = machine;
    this.output = output;
    this.moved = moved;
  }

  /**
   * Looks at a machine's console.
   *
   * @param node the node that has it
   * @param output gets what the guest transmits
   * @param moved gets the name of each node that the machine has come to
   * @throws BadInput when the node is not there or has no such machine
   */
  public static ConsoleSession open(URI node, String machine, Consumer<Bytes> output, Consumer<String> moved) {
    ConsoleSession session = new ConsoleSession(machine, output, moved);
    try {
      session.socket = session.connect(node).toCompletableFuture().join();
      return session;
    } catch (CompletionException e) {
      throw new BadInput("the console of machine " + machine + " cannot be had at " + node);
    }
  }

  /** Types. What is typed while the machine is between two nodes reaches it on the other side. */
  public synchronized void type(Bytes data) {
    WebSocket open = socket;
    if (open == null || following) {
      typedAhead.add(data);
    } else {
      CompletableFuture<WebSocket> _ = open.sendBinary(ByteBuffer.wrap(data.toArray()), true);
    }
  }

  private synchronized void goOn(WebSocket next) {
    socket = next;
    following = false;
    typedAhead.forEach(this::type);
    typedAhead.clear();
  }

  private synchronized void holdInput() {
    following = true;
  }

  /** Is complete when the machine has ended or the session is closed. */
  public CompletableFuture<End> end() {
    return end;
  }

  @Override
  public void close() {
    end.complete(new End(0, "the session is closed"));
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    http.shutdownNow();
  }

  private CompletionStage<WebSocket> connect(URI node) {
    URI address = URI.create("ws://" + node.getAuthority() + "/machines/" + machine + "/console");
    return http.newWebSocketBuilder().buildAsync(address, new Ear());
  }

  private void follow(JsonNode last) {
    if (!last.has("moved")) {
      end.complete(new End(last.path("status").asInt(), last.path("ended").asText()));
      return;
    }
    holdInput();
    CompletionStage<Void> _ = connect(URI.create(last.path("url").asText())).handle((next, problem) -> {
      if (problem == null) {
        goOn(next);
        moved.accept(last.path("moved").asText());
      } else {
        end.complete(new End(1, "the console is lost: node " + last.path("moved").asText() + " does not answer"));
      }
      return null;
    });
  }

  /** Hears one connection. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private boolean over;

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      output.accept(Bytes.of(bytes));
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        over = true;
        follow(Json.read(text.toString()));
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      lost();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable problem) {
      lost();
    }

    private void lost() {
      if (!over) {
        end.complete(new End(1, "the console is lost: its node has ended"));
      }
    }
  }
}
