package dev.kurki.migration.target;

import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.FrameChannel;
import dev.kurki.migration.stream.FrameReader;
import dev.kurki.migration.stream.PageChannel;
import dev.kurki.migration.stream.PostcopyChannel;
import dev.kurki.migration.wire.Sockets;
import dev.kurki.migration.wire.Wire;
import dev.kurki.migration.wire.WireSecurity;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the one connection whose first frame shows the token, and where it is to, for further ones that show it, too. Whoever
 * shows another, nothing, or no frame at all, or does not secure the wire as this node does, is disconnected and does not
 * disturb the one that is waited for.
 */
final class Listener implements AutoCloseable {
  private static final Duration GREETING = Duration.ofSeconds(5);
  private static final int MAX_GUESTS = 16;
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private final ServerSocketChannel server;
  private final Bytes token;
  private final WireSecurity security;
  private final Set<SocketChannel> guests = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(MAX_GUESTS);
  private final CompletableFuture<Connection> connection = new CompletableFuture<>();
  private final Optional<Consumer<Connection>> further;

  /**
   * The connection.
   *
   * @param wire what comes behind the header
   * @param header what it began with
   */
  record Connection(Wire wire, Header header) implements Greeting {
    /** Whether it says to be one beside the first, which it may overtake. */
    boolean isFurther() {
      return PageChannel.of(header).isPresent() || PostcopyChannel.of(header).isPresent();
    }
  }

  /** What a guest comes to show. */
  sealed interface Greeting {}

  /** It is not the one that is waited for. */
  record Stranger(String reason) implements Greeting {}

  /**
   * Listens from now on.
   *
   * @throws IOException when nothing can listen there
   */
  Listener(String host, int port, Bytes token, WireSecurity security) throws IOException {
    this(host, port, token, security, Optional.empty());
  }

  /**
   * Listens from now on, and goes on when it has a connection.
   *
   * @param further is given each connection beside the first, on a thread of its own; empty where none is waited for
   * @throws IOException when nothing can listen there
   */
  Listener(String host, int port, Bytes token, WireSecurity security, Optional<Consumer<Connection>> further)
      throws IOException {
    this.further = further;
    this.server = Sockets.listen(host, port);
    this.token = token;
    this.security = security;
    Thread.ofPlatform().daemon().name("migration-listener").start(this::acceptAll);
  }

  /** The port that is listened at. */
  int port() {
    return server.socket().getLocalPort();
  }

  /** The connection, once it is there; fails with {@link IOException} when the listener is closed before. */
  CompletableFuture<Connection> connection() {
    return connection;
  }

  /** Waits for no further connection; those that are there stay. */
  void enough() {
    Sockets.close(server);
  }

  /** Ends all of it, the connection included. */
  @Override
  public void close() {
    connection.completeExceptionally(new IOException("nobody connected"));
    Sockets.close(server);
    CompletableFuture<Void> _ = connection.thenAccept(taken -> Sockets.close(taken.wire()));
    guests.forEach(Sockets::close);
  }

  private void acceptAll() {
    try {
      while (further.isPresent() || !connection.isDone()) {
        room.acquire();
        SocketChannel guest = Sockets.accept(server);
        guests.add(guest);
        // No virtual thread: a socket that one has read from polls before each read, ever after.
        Thread.ofPlatform().daemon().name("migration-greeting").start(() -> greet(guest));
      }
    } catch (IOException e) {
      connection.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void greet(SocketChannel guest) {
    String name = nameOf(guest);
    CompletableFuture<Greeting> shown = new CompletableFuture<>();
    // A guest that says nothing is disconnected, which ends the read below.
    CompletableFuture<Void> _ = shown
        .completeOnTimeout(new Stranger("it has said nothing for " + GREETING.toSeconds() + " s"), GREETING.toMillis(),
            TimeUnit.MILLISECONDS)
        .thenAccept(greeting -> settle(guest, name, greeting));
    shown.complete(greeted(guest));
  }

  private void settle(SocketChannel guest, String name, Greeting greeting) {
    switch (greeting) {
      case Connection expected when !expected.isFurther() && connection.complete(expected) -> {
        if (further.isEmpty()) {
          Sockets.close(server);
        }
      }
      case Connection more when further.isPresent() && server.isOpen() -> further.get().accept(more);
      case Connection more -> showOut(guest, name,
          more.isFurther() ? "further connections are not waited for" : "another was here first");
      case Stranger(var reason) -> showOut(guest, name, reason);
    }
    room.release();
  }

  private void showOut(SocketChannel guest, String name, String reason) {
    if (guests.remove(guest) && !connection.isCompletedExceptionally()) {
      LOG.warn("{} is shown out, who is not the source of a machine: {}", name, reason);
    }
    Sockets.close(guest);
  }

  private Greeting greeted(SocketChannel guest) {
    try {
      Wire wire = security.toSource(guest);
      FrameReader reader = new FrameReader(wire, FrameReader.NO_PAGES);
      return reader.next().map(first -> shown(wire, first))
          .orElseGet(() -> new Stranger("it has ended the connection without a word"));
    } catch (IOException | BrokenStream e) {
      return new Stranger(FrameChannel.reasonOf(e));
    }
  }

  private Greeting shown(Wire wire, Frame first) {
    if (!(first instanceof Header header)) {
      return new Stranger("its stream begins without a header");
    }
    return header.token().equals(token) ? new Connection(wire, header) : new Stranger("it shows another token");
  }

  private static String nameOf(SocketChannel guest) {
    try {
      return String.valueOf(guest.getRemoteAddress());
    } catch (IOException e) {
      return "somebody";
    }
  }
}
