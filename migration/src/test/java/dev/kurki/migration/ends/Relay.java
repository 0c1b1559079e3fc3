package dev.kurki.migration.ends;

import dev.kurki.migration.wire.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A network between a source and a target that can be cut, and be down for a while. */
public final class Relay implements AutoCloseable {
  private final int targetPort;
  private final ServerSocketChannel listener;
  private final List<SocketChannel> open = new ArrayList<>();
  private boolean isDown;
  private int connections;
  private int ended;

  /** A network to a port of this host. */
  public Relay(int targetPort) throws IOException {
    this.targetPort = targetPort;
    this.listener = Sockets.listen("127.0.0.1", 0);
    Thread.ofVirtual().start(this::accept);
  }

  /** Where a source comes in. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /** How many connections have been made through it. */
  public synchronized int connections() {
    return connections;
  }

  /** Cuts all connections; new ones are cut at once until it is {@link #up}. */
  public synchronized void down() {
    isDown = true;
    open.forEach(Sockets::close);
    open.clear();
  }

  /** New connections stand again. */
  public synchronized void up() {
    isDown = false;
  }

  /** Cuts one connection, counted from 0 in the order in which they were made; the others go on. */
  public synchronized void cut(int connection) {
    Sockets.close(open.get(2 * connection));
    Sockets.close(open.get(2 * connection + 1));
  }

  /** Whether each connection that was made has been ended by both peers. */
  public synchronized boolean isQuiet() {
    return ended == 2 * connections;
  }

  @Override
  public void close() {
    Sockets.close(listener);
    down();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel source = Sockets.accept(listener);
        SocketChannel target = Sockets.connect(Sockets.open(), "127.0.0.1", targetPort, Duration.ofSeconds(10));
        synchronized (this) {
          connections++;
          open.addAll(List.of(source, target));
          if (isDown) {
            down();
          }
        }
        Thread.ofVirtual().start(() -> pump(source, target));
        Thread.ofVirtual().start(() -> pump(target, source));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void pump(SocketChannel from, SocketChannel to) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(64 << 10);
    try {
      while (from.read(bytes) >= 0) {
        bytes.flip();
        while (bytes.hasRemaining()) {
          to.write(bytes);
        }
        bytes.clear();
      }
      SocketChannel _ = to.shutdownOutput();
    } catch (IOException e) {
      Sockets.close(from);
      Sockets.close(to);
    } finally {
      synchronized (this) {
        ended++;
      }
    }
  }
}
