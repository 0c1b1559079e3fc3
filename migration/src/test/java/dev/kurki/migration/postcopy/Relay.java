package dev.kurki.migration.postcopy;

import dev.kurki.migration.wire.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A network between a source and a target that can be cut, and be down for a while. */
final class Relay implements AutoCloseable {
  private final int targetPort;
  private final ServerSocketChannel listener;
  private final List<SocketChannel> open = new ArrayList<>();
  private boolean isDown;
  private int connections;

  Relay(int targetPort) throws IOException {
    this.targetPort = targetPort;
    this.listener = Sockets.listen("127.0.0.1", 0);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  /** How many connections have been made through it. */
  synchronized int connections() {
    return connections;
  }

  /** Cuts all connections; new ones are cut at once until it is {@link #up}. */
  synchronized void down() {
    isDown = true;
    open.forEach(Sockets::close);
    open.clear();
  }

  synchronized void up() {
    isDown = false;
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

  private static void pump(SocketChannel from, SocketChannel to) {
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
    }
  }
}
