package dev.kurki.migration.target;

import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.FrameReader;
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

/**
 * Waits for the one connection whose first frame shows the token. Whoever shows another, nothing, or no frame at all, or does
 * not secure the wire as this node does, is disconnected and does not disturb the one that is waited for.
 */
final class Listener implements AutoCloseable {
  private static final Duration GREETING = Duration.ofSeconds(5);
  private static final int MAX_GUESTS = 16;

  private final ServerSocketChannel server;
  private final Bytes token;
  private final WireSecurity security;
  private final Set<SocketChannel> guests = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(MAX_GUESTS);
  private final CompletableFuture<Connection> connection = new CompletableFuture<>();

  /**
   * The connection.
   *
   * @param wire what comes behind the header
   * @param header what it began with
   */
  record Connection(Wire wire, Header header) {}

  /**
   * Listens from now on.
   *
   * @throws IOException when nothing can listen there
   */
  Listener(String host, int port, Bytes token, WireSecurity security) throws IOException {
    this.server = Sockets.listen(host, port);
    this.token = token;
    this.security = security;
    Thread.ofVirtual().name("migration-listener").start(this::acceptAll);
  }

  /** The port that is listened at. */
  int port() {
    return server.socket().getLocalPort();
  }

  /** The connection, once it is there; fails with {@link IOException} when the listener is closed before. */
  CompletableFuture<Connection> connection() {
    return connection;
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
      while (!connection.isDone()) {
        room.acquire();
        SocketChannel guest = Sockets.accept(server);
        guests.add(guest);
        Thread.ofVirtual().name("migration-greeting").start(() -> greet(guest));
      }
    } catch (IOException e) {
      connection.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void greet(SocketChannel guest) {
    CompletableFuture<Optional<Connection>> shown = new CompletableFuture<>();
    // A guest that says nothing is disconnected, which ends the read below.
    CompletableFuture<Void> _ = shown
        .completeOnTimeout(Optional.empty(), GREETING.toMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(greeted -> settle(guest, greeted));
    shown.complete(greeted(guest));
  }

  private void settle(SocketChannel guest, Optional<Connection> greeted) {
    if (greeted.isPresent() && connection.complete(greeted.get())) {
      Sockets.close(server);
    } else {
      Sockets.close(guest);
      guests.remove(guest);
    }
    room.release();
  }

  private Optional<Connection> greeted(SocketChannel guest) {
    try {
      Wire wire = security.toSource(guest);
      FrameReader reader = new FrameReader(wire, FrameReader.NO_PAGES);
      return reader.next().flatMap(this::shows).map(header -> new Connection(wire, header));
    } catch (IOException | BrokenStream e) {
      return Optional.empty();
    }
  }

  private Optional<Header> shows(Frame first) {
    return first instanceof Header header && header.token().equals(token) ? Optional.of(header) : Optional.empty();
  }
}
