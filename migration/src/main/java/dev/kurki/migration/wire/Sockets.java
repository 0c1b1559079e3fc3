package dev.kurki.migration.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Opens and closes the sockets of migrations. They block; how much of a stream the kernel holds is its own to tune. */
public final class Sockets {
  private Sockets() {}

  /** A socket that is not connected yet; it can be closed from any thread. */
  public static SocketChannel open() {
    try {
      return SocketChannel.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Connects a socket.
   *
   * @throws IOException when nobody listens there, or the time is over
   */
  public static SocketChannel connect(SocketChannel socket, String host, int port, Duration timeout)
      throws IOException {
    socket.socket().connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
    return prepared(socket);
  }

  /**
   * Listens.
   *
   * @param port 0 for any that is free
   * @throws IOException when nothing can listen there
   */
  public static ServerSocketChannel listen(String host, int port) throws IOException {
    return ServerSocketChannel.open().bind(new InetSocketAddress(host, port));
  }

  /**
   * Waits for a peer.
   *
   * @throws IOException when the listener is closed
   */
  public static SocketChannel accept(ServerSocketChannel listener) throws IOException {
    return prepared(listener.accept());
  }

  /** Tells the peer that nothing more comes; what it says is still heard. */
  public static void endOutput(Wire wire) {
    try {
      wire.endOutput();
    } catch (IOException e) {
      // Then the peer is gone, and has seen the end.
    }
  }

  /** Closes a channel, whoever blocks in it, by whichever descriptor. */
  public static void close(Channel channel) {
    try (channel) {
      if (channel instanceof SocketChannel socket && socket.isConnected()) {
        SocketChannel _ = socket.shutdownOutput();
      }
    } catch (IOException e) {
      // It is of no use any more in any case.
    }
  }

  private static SocketChannel prepared(SocketChannel socket) throws IOException {
    return socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }
}
